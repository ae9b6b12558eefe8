/* The check with which a script can begin. */
#include "cmd/same.h"

#include <string.h>

#include "catalog/kinds.h"
#include "sql/quote.h"

#define SAME_ERROR (g_quark_from_static_string("same"))

/* How the server prints it must not depend on who asks: as in a script. */
static const char *const opening[] = {
	"BEGIN READ ONLY",
	"SET LOCAL search_path = ''",
	"SET LOCAL DateStyle = 'ISO'",
	"SET LOCAL IntervalStyle = 'postgres'",
	"SET LOCAL TimeZone = 'UTC'",
	"SET LOCAL lc_monetary = 'C'",
	NULL,
};

/* Which facts of what; o is the row (what, words, schema, name). Each gives NULL where there is no such object. */
static const struct {
	const char *what;
	const struct kind *kinds[8];
	const char *facts;
} digests[] = {
	{ "relation", { &table_kind, &foreign_table_kind, &view_kind, &materialized_view_kind, &sequence_kind },
		"SELECT concat_ws(E'\\n', c.relkind,\n"
		"    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
		"a.attidentity, a.attgenerated,\n"
		"      pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attnum) FROM pg_attribute a LEFT JOIN pg_attrdef d ON "
		"d.adrelid = a.attrelid AND d.adnum = a.attnum\n"
		"      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),\n"
		"    (SELECT string_agg(concat_ws(' ', k.conname, k.convalidated, pg_get_constraintdef(k.oid)), ',' ORDER BY "
		"k.conname) FROM pg_constraint k WHERE k.conrelid = c.oid),\n"
		"    (SELECT string_agg(x, ',' ORDER BY x COLLATE \"C\") FROM (SELECT pg_get_indexdef(i.indexrelid) AS x FROM "
		"pg_index i WHERE i.indrelid = c.oid) AS i),\n"
		"    (SELECT string_agg(concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid)), ',' ORDER BY t.tgname) FROM "
		"pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),\n"
		"    (SELECT string_agg(pg_get_ruledef(r.oid), ',' ORDER BY r.rulename) FROM pg_rewrite r WHERE r.ev_class = "
		"c.oid),\n"
		"    (SELECT string_agg(concat_ws(' ', p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), "
		"pg_get_expr(p.polwithcheck, p.polrelid)), ',' ORDER BY p.polname)\n"
		"      FROM pg_policy p WHERE p.polrelid = c.oid),\n"
		"    (SELECT concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, "
		"s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = c.oid),\n"
		"    pg_get_expr(c.relpartbound, c.oid))\n"
		"    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = o.schema AND c.relname = "
		"o.name" },
	{ "routine", { &function_kind, &procedure_kind },
		"SELECT string_agg(f, ',' ORDER BY f COLLATE \"C\") FROM (SELECT pg_get_functiondef(p.oid) AS f FROM pg_proc p "
		"JOIN pg_namespace n ON n.oid = p.pronamespace\n"
		"    WHERE n.nspname = o.schema AND p.proname = o.name AND p.prokind <> 'a') AS f" },
	{ "type", { &enum_kind, &domain_kind, &composite_kind },
		"SELECT concat_ws(E'\\n', t.typtype, (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e "
		"WHERE e.enumtypid = t.oid),\n"
		"    format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull, t.typdefault,\n"
		"    (SELECT string_agg(concat_ws(' ', k.conname, k.convalidated, pg_get_constraintdef(k.oid)), ',' ORDER BY "
		"k.conname) FROM pg_constraint k WHERE k.contypid = t.oid),\n"
		"    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod)), ',' ORDER BY a.attnum) "
		"FROM pg_attribute a\n"
		"      WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))\n"
		"    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = o.schema AND t.typname = "
		"o.name" },
};

static const char *what_of(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(digests); i++)
		for (size_t k = 0; digests[i].kinds[k]; k++)
			if (digests[i].kinds[k] == kind)
				return digests[i].what;
	return NULL;
}

/* The objects of have that statements are about, each once, in the order of the statements. */
static GPtrArray *touched(const struct snapshot *have, const struct plan *plan)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	GPtrArray *objects = g_ptr_array_new();

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct object *object = ((const struct step *)plan->steps->pdata[i])->object;
		while (object && object->parent)
			object = object->parent;
		const struct object *was = object && what_of(object->kind) ? snapshot_twin(have, object) : NULL;
		if (was && g_hash_table_add(seen, (gpointer)was))
			g_ptr_array_add(objects, (gpointer)was);
	}
	return objects;
}

/* The rows of the objects, with their digests where these are known. */
static void append_objects(GString *out, const GPtrArray *objects, char *const *were)
{
	for (guint i = 0; i < objects->len; i++) {
		const struct object *object = objects->pdata[i];
		g_autofree char *words = object_describe(object);
		quote_format(out, i ? ",\n    (%L, %L, %L, %L, %d" : "(%L, %L, %L, %L, %d", what_of(object->kind), words,
			object->schema, object->name, (int)i);
		if (were)
			quote_format(out, ", %L", were[i]);
		g_string_append_c(out, ')');
	}
}

static void append_digest(GString *out)
{
	g_string_append(out, "md5(CASE o.what");
	for (size_t i = 0; i < G_N_ELEMENTS(digests); i++)
		g_string_append_printf(out, "\n  WHEN '%s' THEN (%s)", digests[i].what, digests[i].facts);
	g_string_append(out, "\n  END)");
}

static char *check_text(const GPtrArray *objects, char *const *were)
{
	g_autoptr(GString) body = g_string_new(
		"\nDECLARE\n  changed text;\nBEGIN\n  SELECT string_agg(o.words, ', ' ORDER BY o.number) INTO changed FROM "
		"(VALUES\n    ");
	GString *out = g_string_new("DO ");

	append_objects(body, objects, were);
	g_string_append(body, ") AS o (what, words, schema, name, number, was)\n  WHERE o.was IS DISTINCT FROM ");
	append_digest(body);
	g_string_append(body,
		";\n  IF changed IS NOT NULL THEN\n"
		"    RAISE EXCEPTION 'not as it was when this script was written: %', changed USING HINT = 'compare again, with "
		"yaml2db';\n  END IF;\nEND\n");
	quote_dollar(out, body->str);
	g_string_append_c(out, ';');
	return g_string_free(out, false);
}

char *same_check(struct place *place, const struct snapshot *have, const struct plan *plan, GError **error)
{
	g_autoptr(GPtrArray) objects = touched(have, plan);
	g_autoptr(GString) sql =
		g_string_new("SELECT string_agg(coalesce(o.digest, '-'), ' ' ORDER BY o.number) FROM (SELECT o.number, ");

	if (!objects->len)
		return g_strdup("");
	append_digest(sql);
	g_string_append(sql, " AS digest FROM (VALUES ");
	append_objects(sql, objects, NULL);
	g_string_append(sql, ") AS o (what, words, schema, name, number)) AS o");
	g_auto(GStrv) row = place_row(place, opening, sql->str, error);
	g_auto(GStrv) were = row ? g_strsplit(row[0], " ", -1) : NULL;
	if (!row)
		return NULL;
	for (guint i = 0; i < objects->len; i++)
		if (!were[i] || strcmp(were[i], "-") == 0) {
			g_autofree char *words = object_describe(objects->pdata[i]);
			g_set_error(error, SAME_ERROR, 0, "%s: %s is gone while it was compared", place_name(place), words);
			return NULL;
		}
	return check_text(objects, were);
}
