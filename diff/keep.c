/* Owners and privileges that stay with what is made again, whoever has them. */
#include "diff/keep.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "diff/ddl/call.h"
#include "sql/quote.h"

/* A column's row is asked for as its relation's. */
static const struct object *whole_of(const struct object *object)
{
	return object->kind->sub_object ? object->parent : object;
}

/* The name of the column in the catalog that an expression reads: relowner of c.relowner, or of CASE ... THEN c.relowner END. */
static const char *column_of(const struct say *s, const char *expression)
{
	const char *name = strrchr(expression, '.') + 1;

	return pool_text_n(s->changes->pool, name, strcspn(name, " "));
}

static const char *owner_column(const struct say *s)
{
	return column_of(s, whole_of(s->want)->kind->owner);
}

/* Whether it is a relation, or a column of one. */
static bool is_relation(const struct object *object)
{
	return g_strcmp0(object->kind->found_by, "regclass") == 0;
}

/*
 * The rows that are kept, each with the words of the statements that give them back: ALTER VIEW s.v, and TABLE s.v. Grants come in
 * the order in which they were made, as one may need another. Who is no owner of the object granted as the current role.
 */
#define SCRIPT \
	"\n" \
	"BEGIN\n" \
	"    PERFORM set_config('pgcanon.kept', jsonb_object_agg(subject, commands)::text, false)\n" \
	"    FROM (\n" \
	"        SELECT subject, array_remove(ARRAY['ALTER ' || altered || ' OWNER TO ' || owner::regrole], NULL) || ARRAY(\n" \
	"            SELECT CASE WHEN g.grantor <> owner THEN 'SET ROLE ' || g.grantor::regrole || '; ' ELSE " \
	"'' END\n" \
	"                || 'GRANT ' || g.privilege_type || a.of_column || ' ON ' || target || ' TO '\n" \
	"                || CASE WHEN g.grantee = 0 THEN 'PUBLIC' WHEN g.grantee = owner THEN COALESCE(new_owner, " \
	"owner::regrole::text)\n" \
	"                    ELSE g.grantee::regrole::text END\n" \
	"                || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END\n" \
	"                || CASE WHEN g.grantor <> owner THEN '; RESET ROLE' ELSE '' END\n" \
	"            FROM (SELECT 0 AS position, '' AS of_column, privileges AS acl WHERE privileges IS NOT NULL\n" \
	"                UNION ALL SELECT attnum, ' (' || quote_ident(attname) || ')', attacl FROM pg_attribute\n" \
	"                WHERE attrelid = columns_of AND attname = COALESCE(only_column, attname) AND attacl IS NOT NULL) AS a,\n" \
	"                aclexplode(a.acl) WITH ORDINALITY AS g (grantor, grantee, privilege_type, is_grantable, number)\n" \
	"            ORDER BY a.position, g.number) AS commands\n" \
	"        FROM (\n" \
	"%s\n" \
	"        ) AS kept (subject, altered, target, owner, new_owner, privileges, columns_of, only_column)\n" \
	"    ) AS kept;\n" \
	"END\n"

/* A column's sequence has the owner of its table, and a shell is there for the type that it becomes. */
static bool has_owner(const struct object *object)
{
	return object->kind->owner && object->kind != &shell_type_kind &&
	       (object->kind != &sequence_kind || !((const struct sequence *)object)->identity);
}

int keep_of(const struct say *s)
{
	bool owner = s->changes->owners && s->want->owner, privileges = s->changes->privileges;

	if (s->change->fate != FATE_REMAKE || (s->want->kind->sub_object && s->change->parent->fate == FATE_REMAKE))
		return 0;
	return (owner || !has_owner(s->want) ? 0 : KEEP_OWNER) | (privileges || !s->want->kind->rights ? 0 : KEEP_PRIVILEGES);
}

/* Which row of the catalog it is. */
static void append_condition(GString *out, const struct say *s, const struct object *object)
{
	const struct object *whole = whole_of(object);
	g_autoptr(GString) name = g_string_new(NULL);

	if (strcmp(object->kind->found_by, "name") == 0) {
		say_append(out, "%s = %L", column_of(s, object->kind->title), object->name);
		return;
	}
	quote_qualified(name, whole->schema, whole->name);
	if (strcmp(object->kind->found_by, "regprocedure") == 0)
		g_string_append(name, whole->identity + strlen(whole->name));
	say_append(out, "oid = %L::%s", name->str, object->kind->found_by);
}

static char *subject_of(const struct object *object)
{
	GString *subject = g_string_new(NULL);

	say_append(subject, "%S", object);
	return g_string_free(subject, false);
}

static void append_text(GString *out, const char *text)
{
	if (text)
		say_append(out, ", %L", text);
	else
		g_string_append(out, ", NULL");
}

/* One row of the innermost query: of an object as it is, and as it will be called. */
static char *row_of(const struct say *s, int keep)
{
	const struct object *have = s->have, *want = s->want;
	bool column = want->kind->sub_object, relation = is_relation(want) && keep & KEEP_PRIVILEGES;
	g_autofree char *subject = subject_of(want);
	g_autoptr(GString) altered = g_string_new(NULL), target = g_string_new(NULL);
	GString *row = g_string_new("            SELECT ");

	if (!column)
		say_append(altered, "%s %O", want->kind->sql, want);
	say_append(target, "%G", want);
	say_append(row, "%L", subject);
	append_text(row, keep & KEEP_OWNER ? altered->str : NULL);
	append_text(row, keep & KEEP_PRIVILEGES ? target->str : NULL);
	g_string_append_printf(row, ", %s", owner_column(s));
	append_text(row, s->changes->owners ? want->owner : NULL);
	if (keep & KEEP_PRIVILEGES && !column)
		g_string_append_printf(row, ", COALESCE(%s, acldefault('%s', %s))", column_of(s, want->kind->privileges),
			want->kind->default_acl, owner_column(s));
	else
		g_string_append(row, ", NULL::aclitem[]");
	g_string_append(row, relation ? ", oid" : ", NULL::oid");
	append_text(row, column ? have->name : NULL);
	g_string_append_printf(row, "%s FROM %s WHERE ", column ? "" : "::name", want->kind->catalog);
	append_condition(row, s, have);
	return g_string_free(row, false);
}

/* Rights that default privileges gave, and those that every object of its kind has, go before those that were. */
static void append_revokes(GString *out, const struct say *s)
{
	g_autoptr(GString) target = g_string_new(NULL), revoke = g_string_new(NULL);

	say_append(target, "%G", s->want);
	say_append(revoke, "REVOKE ALL ON %s FROM ", target->str);
	say_append(out,
		"        SELECT DISTINCT %L || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END\n"
		"        FROM %s, aclexplode(COALESCE(%s, acldefault('%s', %s))) WHERE ",
		revoke->str, s->want->kind->catalog, column_of(s, s->want->kind->privileges), s->want->kind->default_acl,
		owner_column(s));
	append_condition(out, s, s->want);
	g_string_append(out, "\n        UNION ALL\n");
}

#define RUN "        EXECUTE command;\n"
#define TRY \
	"        BEGIN\n            EXECUTE command;\n        EXCEPTION WHEN undefined_column THEN\n            NULL;\n        " \
	"END;\n"

/* A column that is there no more has no privileges to get. Documents need not tell the columns of views. */
static bool may_lack_columns(const struct say *s)
{
	struct parts columns = object_columns(s->have);
	bool lacks = !columns.count;

	if (!is_relation(s->have) || s->have->kind == &sequence_kind || s->have->kind->sub_object)
		return false;
	for (size_t i = 0; i < columns.count; i++)
		lacks = lacks || !object_column(s->want, columns.items[i]->name);
	return lacks;
}

void keep_say(struct say *s, enum stage stage, int keep)
{
	g_autofree char *subject = subject_of(s->want), *name = object_describe(s->want);
	g_autoptr(GString) body = g_string_new(NULL);

	if (!s->want->kind->found_by) {
		say_note(s, NOTE_OWNER, "%s is recreated, and belongs to the user who runs the script: %s left out", name,
			keep & KEEP_PRIVILEGES ? "owners and privileges are" : "owners are");
		return;
	}
	say_append(body, "\nDECLARE\n    command text;\nBEGIN\n    FOR command IN\n");
	if (keep & KEEP_PRIVILEGES && !s->want->kind->sub_object)
		append_revokes(body, s);
	say_append(body,
		"        SELECT jsonb_array_elements_text(current_setting('pgcanon.kept')::jsonb -> %L)\n    LOOP\n%s    END "
		"LOOP;\nEND\n",
		subject, keep & KEEP_PRIVILEGES && may_lack_columns(s) ? TRY : RUN);
	say(s, stage, "DO %D", body->str);
	g_ptr_array_add(s->changes->kept, row_of(s, keep));
}

const char *keep_after(const struct changes *changes)
{
	return changes->kept->len ? "RESET pgcanon.kept" : NULL;
}

char *keep_before(const struct changes *changes)
{
	g_autoptr(GString) rows = g_string_new(NULL);

	for (guint i = 0; i < changes->kept->len; i++)
		g_string_append_printf(rows, "%s%s", i ? "\n            UNION ALL\n" : "", (const char *)changes->kept->pdata[i]);
	if (!rows->len)
		return NULL;
	g_autofree char *body = g_strdup_printf(SCRIPT, rows->str);
	GString *statement = g_string_new(NULL);
	say_append(statement, "DO %D", body);
	return g_string_free(statement, false);
}
