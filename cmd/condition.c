/* Conditions of contracts: that an attribute has the value that an object has. */
#include "cmd/condition.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/pool.h"
#include "sql/quote.h"

enum { LONG = 200 };

static void append_list(GString *out, const struct names *names)
{
	g_string_append(out, "ARRAY[");
	for (size_t i = 0; names && i < names->count; i++) {
		g_string_append(out, i ? ", " : "");
		quote_literal(out, names->items[i]);
	}
	g_string_append(out, names && names->count ? "]" : "]::text[]");
}

static bool has(const struct names *names, const char *name)
{
	for (size_t i = 0; names && i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

/* All options are present, in any order, and none of those that only the other object has; the server may have further ones. */
static void append_options(GString *out, const char *sql, const struct names *names, const struct names *others)
{
	bool more = false;

	g_string_append_printf(out, "coalesce(%s::text[], '{}') @> ", sql);
	append_list(out, names);
	for (size_t i = 0; others && i < others->count; i++) {
		if (has(names, others->items[i]))
			continue;
		g_string_append(out, more ? ", " : "");
		if (!more)
			g_string_append_printf(out, " AND NOT coalesce(%s::text[], '{}') && ARRAY[", sql);
		quote_literal(out, others->items[i]);
		more = true;
	}
	g_string_append(out, more ? "]" : "");
}

static void append_names(GString *out, const char *sql, const struct names *names)
{
	g_string_append_printf(out, g_str_has_prefix(sql, "ARRAY(") ? "%s = " : "coalesce(%s::text[], '{}') = ", sql);
	append_list(out, names);
}

/* Without a list the server may have an equivalent one: assert that it is not the other object's list. */
static bool append_other_names(GString *out, const char *sql, const struct names *others)
{
	if (!others)
		return false;
	g_string_append_c(out, '(');
	append_names(out, sql, others);
	g_string_append(out, ") IS NOT TRUE");
	return true;
}

/* Long texts and texts of several lines are compared by hash. The server begins CASE on a new line. */
static void append_text(GString *out, const struct telling *telling, const char *text)
{
	bool hashed = strlen(text) > LONG || strchr(text, '\n'), case_line = g_str_has_prefix(text, "CASE");
	g_autofree char *hash = hashed ? g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1) : NULL;
	const char *before = hashed && case_line ? "md5(ltrim(" : hashed ? "md5(" : case_line ? "ltrim(" : "";
	const char *after = hashed && case_line ? ", E'\\n '))" : hashed ? ")" : case_line ? ", E'\\n ')" : "";

	g_string_append_printf(out, "%s%s%s%s = ", before, telling->sql, telling->attribute ? "" : "::text", after);
	quote_literal(out, hashed ? hash : text);
}

static bool append_absent(GString *out, const struct attribute *row, const struct telling *telling, const struct object *other)
{
	bool exact = telling->attribute && !telling->vague;
	const char *otherwise = telling->otherwise ? telling->otherwise : row->otherwise && *row->otherwise ? row->otherwise : NULL;

	if (otherwise && exact) {
		append_text(out, telling, otherwise);
	} else if (exact) {
		g_string_append_printf(out, "%s IS NULL", telling->sql);
	} else if (other && !telling->vague && !attribute_is_absent(row, other)) {
		g_string_append_c(out, '(');
		append_text(out, telling, attribute_text(row, other));
		g_string_append(out, ") IS NOT TRUE");
	} else {
		return false;
	}
	return true;
}

static void append_bool(GString *out, const struct telling *telling, bool value)
{
	bool one = !strchr(telling->sql, ' ');

	if (value)
		g_string_append(out, telling->sql);
	else if (telling->attribute)
		g_string_append_printf(out, one ? "NOT %s" : "NOT (%s)", telling->sql);
	else
		g_string_append_printf(out, "%s IS NOT TRUE", telling->sql);
}

bool condition_append(GString *out, const struct attribute *row, const struct telling *telling, const struct object *object,
	const struct object *other)
{
	bool absent = attribute_is_absent(row, object);

	if (row->type == ATTRIBUTE_BOOL)
		append_bool(out, telling, !absent);
	else if (row->type == ATTRIBUTE_NAMES && row->options)
		append_options(out, telling->sql, attribute_names(row, object), other ? attribute_names(row, other) : NULL);
	else if (row->type == ATTRIBUTE_NAMES && (!absent || telling->attribute))
		append_names(out, telling->sql, attribute_names(row, object));
	else if (row->type == ATTRIBUTE_NAMES)
		return append_other_names(out, telling->sql, other ? attribute_names(row, other) : NULL);
	else if (absent)
		return append_absent(out, row, telling, other);
	else
		append_text(out, telling, attribute_text(row, object));
	return true;
}

void condition_words(GString *out, const struct attribute *row, const struct telling *telling, const struct object *object)
{
	const char *words = telling->words ? telling->words : row->name;
	const char *text = row->type == ATTRIBUTE_TEXT ? attribute_text(row, object) : NULL;
	const struct names *names = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;

	g_string_append(out, out->len ? ", " : "");
	if (attribute_is_absent(row, object) && telling->without)
		g_string_append(out, telling->without);
	else if (attribute_is_absent(row, object))
		g_string_append_printf(out, "%s %s", row->type == ATTRIBUTE_BOOL ? "not" : "no", words);
	else if (row->type == ATTRIBUTE_BOOL)
		g_string_append(out, words);
	else if (text && (strlen(text) > LONG || strchr(text, '\n')))
		g_string_append_printf(out, "%s as in expect/", words);
	else if (text)
		g_string_append_printf(out, "%s %s", words, text);
	for (size_t i = 0; names && i < names->count; i++)
		g_string_append_printf(out, "%s%s%s", i ? ", " : words, i ? "" : " ", names->items[i]);
}

/* The object type that acldefault() takes for the kind; NULL: privileges of the kind are NULL until they are granted. */
static const char *default_letter(const struct kind *kind)
{
	static const struct {
		const char *catalog, *letter;
	} letters[] = {
		{ "pg_class", "r" },
		{ "pg_proc", "f" },
		{ "pg_namespace", "n" },
		{ "pg_type", "T" },
		{ "pg_database", "d" },
		{ "pg_language", "l" },
		{ "pg_foreign_data_wrapper", "F" },
		{ "pg_foreign_server", "S" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(letters) && kind != &column_kind; i++)
		if (strcmp(letters[i].catalog, kind->catalog) == 0)
			return kind == &sequence_kind ? "s" : letters[i].letter;
	return NULL;
}

static void add_rights(GHashTable *words, const struct kind *kind, const char *rights)
{
	for (const char *at = strcmp(rights, "all") == 0 ? privilege_letters(kind) : rights; *at; at++)
		if (*at != '*' && !privilege_since(*at))
			g_hash_table_add(words, g_strconcat(privilege_word(*at), at[1] == '*' ? "*" : "", NULL));
}

/* The privileges of a grantee on the object, in words. */
static GHashTable *rights_of(const struct object *object, const char *grantee)
{
	const struct privileges *privileges = object->privileges;
	const struct kind *kind = object_rights(object);
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	if (!privileges && !grantee && kind->public_rights)
		add_rights(words, kind, kind->public_rights);
	for (size_t i = 0; privileges && i < privileges->count; i++)
		if (g_strcmp0(privileges->items[i].grantee, grantee) == 0)
			add_rights(words, kind, privileges->items[i].rights);
	return words;
}

/* ARRAY['a', 'b'] of the words that are not in the other set. */
static bool append_rights(GString *out, const char *before, GHashTable *words, GHashTable *besides)
{
	g_autoptr(GList) list = g_list_sort(g_hash_table_get_keys(words), (GCompareFunc)strcmp);
	bool any = false;

	for (GList *at = list; at; at = at->next) {
		if (besides && g_hash_table_contains(besides, at->data))
			continue;
		g_string_append(out, any ? ", " : before);
		quote_literal(out, at->data);
		any = true;
	}
	g_string_append(out, any ? "]" : "");
	return any;
}

static void append_grantee(GString *out, const struct object *object, const struct object *other, const char *grantee)
{
	const char *letter = default_letter(object->kind);
	g_autoptr(GHashTable) words = rights_of(object, grantee), others = rights_of(other, grantee);
	g_autoptr(GString) has = g_string_new(NULL), tests = g_string_new(NULL);

	g_string_append(
		has, "ARRAY(SELECT lower(x.privilege_type) || CASE WHEN x.is_grantable THEN '*' ELSE '' END FROM aclexplode(");
	g_string_append_printf(has, letter ? "coalesce(o.value, acldefault('%s', o.owner))" : "o.value", letter);
	g_string_append(has, ") AS x WHERE x.grantee = ");
	if (grantee) {
		g_autofree char *role = quote_identifier_dup(grantee);
		g_string_append(has, "to_regrole(");
		quote_literal(has, role);
		g_string_append(has, "))");
	} else {
		g_string_append(has, "0)");
	}
	if (append_rights(tests, " @> ARRAY[", words, NULL))
		g_string_append_printf(out, "%s%s%s", out->len ? "\n      AND " : "", has->str, tests->str);
	g_string_truncate(tests, 0);
	if (append_rights(tests, " && ARRAY[", others, words))
		g_string_append_printf(out, "%sNOT %s%s", out->len ? "\n      AND " : "", has->str, tests->str);
}

void condition_of_privileges(GString *out, const struct object *object, const struct object *other)
{
	const char *owner = object_owner(object);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	const struct privileges *lists[] = { object->privileges, other->privileges };

	append_grantee(out, object, other, NULL);
	for (size_t l = 0; l < G_N_ELEMENTS(lists); l++)
		for (size_t i = 0; lists[l] && i < lists[l]->count; i++) {
			const char *grantee = lists[l]->items[i].grantee;
			if (grantee && g_strcmp0(grantee, owner) != 0 && g_hash_table_add(seen, (gpointer)grantee))
				append_grantee(out, object, other, grantee);
		}
}
