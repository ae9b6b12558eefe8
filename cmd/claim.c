/* What a contract asserts about a schema's objects. */
#include "cmd/claim.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/trigger.h"
#include "catalog/read/query.h"
#include "cmd/asking.h"
#include "cmd/asking_select.h"
#include "cmd/condition.h"
#include "cmd/terminal.h"
#include "sql/quote.h"

enum { USUAL_VERSION = PG(15) };

/* A claim being built: one object exists, and conditions hold for it. */
struct draft_of {
	const struct object *object;
	GString *words, *conditions, *weak; /* weak: the conditions that do not depend on how the server prints a text */
	bool unsure;
};

void claim_free(gpointer data)
{
	struct claim *claim = data;

	g_free(claim->text);
	g_free(claim->sql);
	g_free(claim->weak);
	g_free(claim);
}

static struct claim *add(GPtrArray *out, char *text, char *sql, char *weak)
{
	struct claim *claim = g_new(struct claim, 1);

	*claim = (struct claim){ terminal_escape(text), sql, weak, false };
	g_free(text);
	g_ptr_array_add(out, claim);
	return claim;
}

/* A quoted type name: a name that only a later version has as a keyword is printed without quotes by this one. */
static bool has_quoted(const char *type)
{
	return type && strchr(type, '"');
}

/*
 * Whether servers print it in different ways: queries, where versions name columns differently; names that a later version has as
 * keywords; lists of expressions.
 */
static bool is_unsure(const struct attribute *row, const struct object *object)
{
	enum fragment fragment = attribute_fragment(row);
	bool text = row->refers == REFERS_TEXT || row->refers == REFERS_TYPE;

	if (row->type == ATTRIBUTE_NAMES)
		return text;
	return fragment == FRAGMENT_QUERY || fragment == FRAGMENT_ACTIONS || fragment == FRAGMENT_BODY ||
	       (text && has_quoted(attribute_text(row, object)));
}

static struct draft_of begin(const struct object *object)
{
	return (struct draft_of){ object, g_string_new(NULL), g_string_new(NULL), g_string_new(NULL), false };
}

/* The row with that name, if a server of the version has it. */
static const struct attribute *row_of(const struct kind *kind, const char *name, int version)
{
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (strcmp(row->name, name) == 0 && query_applies(row->since, row->until, version ? version : USUAL_VERSION))
			return row;
	return NULL;
}

static void take(struct draft_of *draft, const struct attribute *row, const struct telling *telling, const struct object *other)
{
	g_autoptr(GString) condition = g_string_new(NULL);

	if (!condition_append(condition, row, telling, draft->object, other))
		return;
	condition_words(draft->words, row, telling, draft->object);
	g_string_append_printf(draft->conditions, "\n      AND %s", condition->str);
	bool unsure = is_unsure(row, draft->object);
	draft->unsure = draft->unsure || unsure;
	if (row->refers != REFERS_TEXT && !unsure)
		g_string_append_printf(draft->weak, "\n      AND %s", condition->str);
}

/* Adds the keys of an index, if all of them are columns. */
static void take_keys(struct draft_of *draft)
{
	struct parts keys = object_parts(draft->object, &index_key_kind);
	bool all = keys.count > 0;

	for (size_t i = 0; i < keys.count; i++)
		all = all && !((const struct index_key *)keys.items[i])->type;
	if (!all)
		return;
	g_string_append(draft->words, draft->words->len ? ", on " : "on ");
	g_string_append(draft->conditions,
		"\n      AND ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) AS k) = "
		"ARRAY[");
	for (size_t i = 0; i < keys.count; i++) {
		g_autofree char *name = quote_identifier_dup(keys.items[i]->name);
		g_string_append_printf(draft->words, "%s%s", i ? ", " : "", name);
		g_string_append(draft->conditions, i ? ", " : "");
		quote_literal(draft->conditions, name);
	}
	g_string_append(draft->conditions, "]");
}

static void discard(struct draft_of *draft)
{
	g_string_free(draft->words, true);
	g_string_free(draft->conditions, true);
	g_string_free(draft->weak, true);
}

static void finish(GPtrArray *out, struct draft_of *draft)
{
	g_autofree char *name = object_describe(draft->object);
	bool weaker = strcmp(draft->weak->str, draft->conditions->str) != 0, asked = asking_of(draft->object->kind);

	add(out,
		draft->words->len ? g_strdup_printf("%s is there: %s", name, draft->words->str)
				  : g_strdup_printf("%s is there", name),
		asked ? asking_select(draft->object, draft->conditions->str, true) : asking_select_any(draft->object, true),
		weaker ? asking_select(draft->object, draft->weak->str, true) : NULL)
		->unsure = draft->unsure;
	discard(draft);
}

static bool is_asked(const struct kind *kind)
{
	return asking_of(kind) || (kind->from && kind != &system_privileges_kind);
}

/* Whether another object creates this one, so that only differences are asserted: members of an extension, clones of triggers. */
static bool comes_along(const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "extension");

	return (row && attribute_text(row, object)) ||
	       (object->kind == &trigger_kind && ((const struct trigger *)object)->inherited);
}

static bool is_shown_with_parent(const struct kind *kind)
{
	return kind == &column_kind || kind == &composite_attribute_kind;
}

static bool has_columns(const struct object *object)
{
	return object->kind == &table_kind || object->kind == &foreign_table_kind || object->kind == &composite_kind ||
	       object->kind == &view_kind || object->kind == &materialized_view_kind;
}

/* SELECT whether exactly these columns exist; whole: with their types and NOT NULL, in a form that a person can extend. */
static char *select_columns(const struct object *object, struct parts columns, const struct kind *kind, bool whole)
{
	const struct attribute *type = kind_attribute(kind, "type"), *not_null = kind_attribute(kind, "not_null");
	GString *sql = g_string_new(NULL);

	g_string_append_printf(sql, "SELECT count(*) = %zu", columns.count);
	for (size_t i = 0; i < columns.count; i++) {
		const struct object *column = columns.items[i];
		g_string_append_printf(sql, i ? ",\n        %s" : " AND bool_and(%s IN (\n        ",
			i	? ""
			: whole ? "(attname, format_type(atttypid, atttypmod), attnotnull)"
				: "attname");
		g_string_append(sql, whole ? "(" : "");
		quote_literal(sql, column->name);
		if (!whole)
			continue;
		g_string_append(sql, ", ");
		quote_literal(sql, attribute_text(type, column));
		g_string_append_printf(sql, ", %s)", not_null && attribute_bool(not_null, column) ? "true" : "false");
	}
	g_string_append_printf(sql, "%s\n    FROM pg_attribute\n    WHERE attrelid = to_regclass(", columns.count ? "))" : "");
	asking_append_name(sql, object->schema, object->name);
	g_string_append(sql, ") AND attnum > 0 AND NOT attisdropped");
	return g_string_free(sql, false);
}

static void claim_columns(GPtrArray *out, const struct object *object)
{
	const struct kind *kind = object->kind == &composite_kind ? &composite_attribute_kind : &column_kind;
	struct parts columns = object_parts(object, kind);
	g_autofree char *name = object_describe(object);
	struct claim *claim = add(out, g_strdup_printf("the columns of %s, each with its type and whether it is NOT NULL", name),
		select_columns(object, columns, kind, true), select_columns(object, columns, kind, false));

	for (size_t i = 0; i < columns.count; i++)
		claim->unsure = claim->unsure || has_quoted(attribute_text(kind_attribute(kind, "type"), columns.items[i]));
}

static void claim_alone(GPtrArray *out, const struct object *object, int version)
{
	const struct asking *asking = asking_of(object->kind);
	struct draft_of draft = begin(object);

	for (const struct telling *telling = asking ? asking->tells : NULL; telling && telling->attribute; telling++) {
		const struct attribute *row = row_of(object->kind, telling->attribute, version);
		if (row && (telling->always || !attribute_is_absent(row, object)))
			take(&draft, row, telling, NULL);
	}
	if (object->kind == &index_kind)
		take_keys(&draft);
	finish(out, &draft);
}

void claim_present(GPtrArray *out, const struct object *object, int version)
{
	const struct kind *const *parts = object->kind->parts;

	if (!is_asked(object->kind))
		return;
	if (!comes_along(object))
		claim_alone(out, object, version);
	if (has_columns(object))
		claim_columns(out, object);
	for (; parts && *parts && asking_of(object->kind); parts++) {
		struct parts list = object_parts(object, *parts);
		for (size_t i = 0; i < list.count && !is_shown_with_parent(*parts); i++)
			claim_present(out, list.items[i], version);
	}
}

void claim_absent(GPtrArray *out, const struct object *object)
{
	g_autofree char *name = object_describe(object);

	if (is_asked(object->kind) && !comes_along(object))
		add(out, g_strdup_printf("there is no %s", name), asking_select_any(object, false), NULL);
}

/* Claims one attribute, selected by the query that reads its kind. */
static void claim_row(GPtrArray *out, const struct object *object, const struct object *other, const struct attribute *row)
{
	g_autofree char *name = object_describe(object);
	g_autoptr(GString) condition = g_string_new(NULL), words = g_string_new(NULL);
	static const struct telling as_read = { .sql = "o.value" };

	if (!condition_append(condition, row, &as_read, object, other))
		return;
	condition_words(words, row, &as_read, object);
	add(out, g_strdup_printf("%s is there: %s", name, words->str), asking_select_read(object, row->sql, condition->str, true),
		asking_select_any(object, true))
		->unsure = is_unsure(row, object);
}

/* "obj_description(o.oid, 'pg_class')" */
static void append_comment(GString *out, const struct kind *kind)
{
	bool shared = kind == &role_kind || kind == &database_kind;

	if (kind->sub_object)
		g_string_append(out, "col_description(o.oid, o.number)");
	else
		g_string_append_printf(out, "%s(o.oid, '%s')", shared ? "shobj_description" : "obj_description", kind->catalog);
}

/* Claims the attributes that every object has. */
static void claim_common(GPtrArray *out, const struct changes *changes, const struct change *change, bool after)
{
	const struct object *object = after ? change->want : change->have, *other = after ? change->have : change->want;
	const struct kind *kind = object->kind;
	g_autofree char *name = object_describe(object);
	g_autoptr(GString) owner = g_string_new("pg_get_userbyid(o.owner) = "), comment = g_string_new(NULL),
			   privileges = g_string_new(NULL);

	if (change_differs_in_owner(changes, change) && object->owner && kind->owner) {
		quote_literal(owner, object->owner);
		add(out, g_strdup_printf("%s belongs to %s", name, object->owner),
			asking_select_read(object, NULL, owner->str, true), NULL);
	}
	if (change_differs_in_comment(change->have, change->want)) {
		const char *text = object->comment ? object->comment : kind->given_comment ? other->comment : NULL;
		g_autofree char *oid = asking_oid(object);
		const char *is = object->comment ? " = " : text ? " IS DISTINCT FROM " : " IS NULL";
		if (oid)
			g_string_append_printf(
				comment, "SELECT %s IS NOT NULL AND obj_description(%s, '%s')", oid, oid, kind->catalog);
		else
			append_comment(comment, kind);
		g_string_append(comment, is);
		if (text)
			quote_literal(comment, text);
		add(out, g_strdup_printf("the comment of %s", name),
			oid ? g_strdup(comment->str) : asking_select_read(object, NULL, comment->str, true), NULL);
	}
	if (changes->privileges && kind->privileges && !privileges_equal(object->privileges, other->privileges)) {
		condition_of_privileges(privileges, object, other);
		add(out, g_strdup_printf("the privileges of %s", name),
			asking_select_read(object, kind->privileges, privileges->str, true), NULL);
	}
}

static const struct telling *telling_of(const struct kind *kind, const struct attribute *row)
{
	const struct asking *asking = asking_of(kind);

	for (const struct telling *telling = asking ? asking->tells : NULL; telling && telling->attribute; telling++)
		if (strcmp(telling->attribute, row->name) == 0)
			return telling;
	return NULL;
}

void claim_state(GPtrArray *out, const struct changes *changes, const struct change *change, bool after, int version)
{
	const struct object *object = after ? change->want : change->have, *other = after ? change->have : change->want;
	const struct kind *kind = object->kind;
	struct draft_of draft;
	guint before = out->len;

	if (!kind->from) { /* the keys of an index: claim the index */
		claim_alone(out, object->parent, version);
		return;
	}
	if (!is_asked(kind))
		return;
	draft = begin(object);
	for (const struct attribute *row = kind->attributes; row->name; row++) {
		const struct telling *telling = telling_of(kind, row);
		if (!change_differs(change, row) || row_of(kind, row->name, version) != row)
			continue;
		if (telling)
			take(&draft, row, telling, other);
		else if (row->sql && !row->columns && !row->secrets && row->form != FORM_HIDDEN)
			claim_row(out, object, other, row);
	}
	claim_common(out, changes, change, after);
	if (kind_attribute(kind, "definition") && has_columns(object) && change_differs_in(change, "definition"))
		claim_columns(out, object);
	if (draft.words->len || out->len == before)
		finish(out, &draft);
	else
		discard(&draft);
}
