/* The schema in which things are kept. */
#include "diff/keepsake_script.h"

#include "catalog/kinds/column.h"
#include "catalog/registry.h"
#include "diff/keepsake.h"
#include "diff/say.h"

/*
 * Nobody but its owner gets in, whatever default privileges say. Whoever owned the schema could take out what is kept, or put a view
 * that calls functions in its place: then nothing is run.
 */
#define TRUSTED \
	"    SELECT rolname INTO stranger FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner\n" \
	"    WHERE nspname = '" KEPT_SCHEMA "' AND rolname <> current_user AND NOT rolsuper;\n" \
	"    IF FOUND THEN\n" \
	"        RAISE EXCEPTION '%%', 'schema " KEPT_SCHEMA \
	" belongs to ' || stranger || ', who could take what is kept: have it belong to the role that runs this script';\n" \
	"    END IF;\n"

/*
 * What an earlier run of the same plan kept gets out of the way. The view tells people what there is: comments tell it, since the rows
 * of a table would be sent by a publication of all tables.
 */
#define BEFORE \
	"\n" \
	"DECLARE\n" \
	"    stranger name;\n" \
	"    command text;\n" \
	"BEGIN\n" TRUSTED "    IF pg_catalog.to_regnamespace('" KEPT_SCHEMA "') IS NULL THEN\n" \
	"        CREATE SCHEMA " KEPT_SCHEMA ";\n" \
	"        COMMENT ON SCHEMA " KEPT_SCHEMA " IS '" KEPT_COMMENT "what dropped tables and columns had';\n" \
	"        CREATE VIEW " KEPT_SCHEMA ".kept AS\n" \
	"            SELECT relname AS name, about ->> 'table' AS \"table\", about -> 'columns' AS columns, about -> 'key' AS key,\n" \
	"                (about ->> 'at')::timestamptz AS at, about ->> 'by' AS by, about ->> 'plan' AS plan,\n" \
	"                pg_total_relation_size(oid) AS bytes\n" \
	"            FROM (SELECT oid, relname, obj_description(oid, 'pg_class')::jsonb AS about FROM pg_class\n" \
	"                WHERE relnamespace = '" KEPT_SCHEMA "'::regnamespace AND relkind = 'r') AS kept;\n" \
	"    END IF;\n" \
	"    FOR command IN\n" \
	"        SELECT DISTINCT 'REVOKE ALL ON SCHEMA " KEPT_SCHEMA " FROM '\n" \
	"            || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' CASCADE'\n" \
	"        FROM pg_namespace, aclexplode(nspacl) WHERE nspname = '" KEPT_SCHEMA "' AND grantee <> nspowner\n" \
	"        UNION ALL\n" \
	"        SELECT format('ALTER TABLE " KEPT_SCHEMA ".%%I RENAME TO %%I', relname, 'earlier ' || oid) FROM pg_class\n" \
	"        WHERE relnamespace = '" KEPT_SCHEMA "'::regnamespace AND relname IN (%s)\n" \
	"    LOOP\n" \
	"        EXECUTE command;\n" \
	"    END LOOP;\n" \
	"END\n"

#define BEFORE_BACK "\nDECLARE\n    stranger name;\nBEGIN\n" TRUSTED "END\n"

/* Nobody but the owner may read it, whoever could read where it comes from. */
#define DESCRIBED \
	"\n" \
	"DECLARE\n" \
	"    kept name;\n" \
	"    about jsonb;\n" \
	"    command text;\n" \
	"BEGIN\n" \
	"    FOR kept, about IN VALUES%s\n" \
	"    LOOP\n" \
	"        EXECUTE format('COMMENT ON TABLE " KEPT_SCHEMA ".%%I IS %%L', kept,\n" \
	"            about || jsonb_build_object('plan', %s, 'at', now(), 'by', session_user));\n" \
	"        FOR command IN\n" \
	"            SELECT DISTINCT format('REVOKE ALL ON TABLE " KEPT_SCHEMA ".%%I FROM ', kept)\n" \
	"                || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' CASCADE'\n" \
	"            FROM pg_class c JOIN pg_attribute ON attrelid = c.oid, aclexplode(relacl || attacl)\n" \
	"            WHERE relnamespace = '" KEPT_SCHEMA "'::regnamespace AND relname = kept AND grantee <> relowner\n" \
	"        LOOP\n" \
	"            EXECUTE command;\n" \
	"        END LOOP;\n" \
	"    END LOOP;\n" \
	"END\n"

#define AFTER \
	"\n" \
	"BEGIN\n" \
	"    IF NOT EXISTS (SELECT FROM pg_class\n" \
	"        WHERE relnamespace = pg_catalog.to_regnamespace('" KEPT_SCHEMA "') AND relkind IN ('r', 'p')) AND\n" \
	"        pg_catalog.to_regclass('" KEPT_SCHEMA ".kept') IS NOT NULL\n" \
	"    THEN\n" \
	"        DROP VIEW " KEPT_SCHEMA ".kept;\n" \
	"        DROP SCHEMA " KEPT_SCHEMA ";\n" \
	"    END IF;\n" \
	"END\n"

static char *block(const char *body)
{
	GString *out = g_string_new(NULL);

	say_append(out, "DO %D", body);
	return g_string_free(out, false);
}

char *keepsake_before(const struct changes *changes, const struct plan *plan)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < plan->kept->len; i++)
		say_append(names, "%s%L", i ? ", " : "", ((const struct keepsake *)plan->kept->pdata[i])->name);
	if (!names->len && !changes->given_back)
		return NULL;
	g_autofree char *body = names->len ? g_strdup_printf(BEFORE, names->str) : g_strdup_printf(BEFORE_BACK);
	return block(body);
}

static void append_columns(GString *names, GString *types, const GPtrArray *columns)
{
	for (guint i = 0; i < columns->len; i++) {
		const struct object *column = columns->pdata[i];
		say_append(names, "%s%L", names->len ? ", " : "", column->name);
		say_append(types, "%s%L", types->len ? ", " : "", ((const struct column *)column)->type);
	}
}

/* ('public.item 3f2a9c1b70', jsonb_build_object('table', ...)); of columns there may be more than a function takes arguments. */
static void append_description(GString *out, const struct keepsake *kept)
{
	g_autoptr(GString) table = g_string_new(NULL), names = g_string_new(NULL), types = g_string_new(NULL);

	say_append(table, "%O", kept->table);
	append_columns(names, types, kept->columns);
	append_columns(names, types, kept->noted);
	say_append(out,
		"\n        (%L::name, jsonb_build_object('table', %L,\n            'columns', jsonb_object(ARRAY[%s]::text[], ARRAY[%s]::text[]), 'key', ",
		kept->name, table->str, names->str, types->str);
	for (guint i = 0; kept->key && i < kept->key->len; i++)
		say_append(out, "%s%L", i ? ", " : "to_jsonb(ARRAY[", ((const struct object *)kept->key->pdata[i])->name);
	g_string_append(out, kept->key ? "])))" : "NULL))");
}

char *keepsake_described(const struct changes *changes, const struct plan *plan)
{
	g_autoptr(GString) rows = g_string_new(NULL), name = g_string_new(NULL);

	for (guint i = 0; i < plan->kept->len; i++) {
		g_string_append(rows, i ? "," : "");
		append_description(rows, plan->kept->pdata[i]);
	}
	if (!rows->len)
		return NULL;
	say_append(name, "%L", changes->keeping->plan);
	g_autofree char *body = g_strdup_printf(DESCRIBED, rows->str, name->str);
	return block(body);
}

char *keepsake_after(const struct changes *changes)
{
	return changes->given_back ? block(AFTER) : NULL;
}
