/* Finds dependencies that no text has. */
#include "catalog/needs.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/quote.h"

/* A name to look for in texts. A routine is named by a call: (1)::public.warmth does not name function warm. */
struct wanted {
	const char *name;
	bool called;
};

static bool has(const char *text, const struct wanted *wanted)
{
	size_t length = strlen(wanted->name);

	for (const char *at = strstr(text, wanted->name); at; at = strstr(at + 1, wanted->name))
		if (!wanted->called || at[length] == '(' || (at[length] == '"' && at[length + 1] == '('))
			return true;
	return false;
}

static bool names_it(const struct names *names, const struct wanted *wanted)
{
	for (size_t i = 0; names && i < names->count; i++)
		if (has(names->items[i], wanted))
			return true;
	return false;
}

/* Whether some text of the object has the name in it. */
static bool tells(const struct object *object, struct wanted wanted)
{
	if (has(object->name, &wanted) || (object->signature && has(object->signature, &wanted)))
		return true;
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		bool other = wanted.called && (row->refers == REFERS_TYPE || row->refers == REFERS_RELATION);
		if (row->refers == REFERS_NOTHING || row->refers == REFERS_BODY || other || attribute_is_absent(row, object))
			continue;
		struct wanted in_row = { wanted.name, wanted.called && row->refers == REFERS_TEXT };
		if (row->type == ATTRIBUTE_TEXT ? has(attribute_text(row, object), &in_row)
						: row->type == ATTRIBUTE_NAMES && names_it(attribute_names(row, object), &in_row))
			return true;
	}
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t i = 0; object->kind->parts[k]->shape == PART_PLAIN && i < object->parts[k].count; i++)
			if (tells(object->parts[k].items[i], wanted))
				return true;
	return false;
}

/* "function s.f(integer)": the key, with the schema where it is another one. */
static char *reference(const struct object *from, const struct object *to)
{
	g_autofree char *key = object_key(to);
	GString *out = g_string_new(kind_key(to->kind));

	if (to->schema == from->schema)
		return g_string_free(g_string_assign(out, key), false);
	g_string_append_c(out, ' ');
	quote_identifier(out, to->schema);
	g_string_append_printf(out, ".%s", key + strlen(kind_key(to->kind)) + 1);
	return g_string_free(out, false);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add(struct snapshot *snapshot, struct object *from, const struct object *to)
{
	size_t count = from->depends_on ? from->depends_on->count : 0;
	g_autofree const char **items = g_new(const char *, count + 1);
	g_autofree char *text = reference(from, to);

	for (size_t i = 0; i < count; i++)
		items[i] = from->depends_on->items[i];
	items[count] = pool_text(snapshot_pool(snapshot), text);
	for (size_t i = 0; i < count; i++)
		if (items[i] == items[count])
			return;
	qsort(items, count + 1, sizeof(items[0]), compare_texts);
	from->depends_on = pool_names(snapshot_pool(snapshot), items, count + 1);
}

/* A part depends on its parent. */
static bool is_within(const struct object *object, const struct object *whole)
{
	while (object && object != whole)
		object = object->parent;
	return object;
}

void needs_write_down(struct snapshot *snapshot)
{
	const struct need *needs;
	size_t count = snapshot_needs(snapshot, &needs);

	for (size_t i = 0; i < count; i++) {
		const struct object *to = needs[i].to;
		/* an operator is printed as OPERATOR(schema.=) */
		g_autofree char *operator= to->kind->name_is == FRAGMENT_OPERATOR ? g_strdup_printf(".%s)", to->name) : NULL;
		struct wanted wanted = { operator? operator: to->name, kind_is(to->kind, TRAIT_ROUTINE) };
		if (!to->parent && to->schema && !is_within(needs[i].from, to) && !tells(needs[i].from, wanted))
			add(snapshot, needs[i].from, needs[i].to);
	}
}
