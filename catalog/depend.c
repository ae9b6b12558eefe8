/* The dependency graph. */
#include "catalog/depend.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/depend_inside.h"
#include "catalog/kinds.h"

static int compare_numbers(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static const GArray *list_or_empty(GArray *const *list)
{
	static const GArray empty = { 0 };

	return *list ? *list : &empty;
}

void depend_add(struct depend *depend, const struct object *from, const struct object *to)
{
	if (!to || from == to || from->parent == to || to->parent == from)
		return;
	GArray **list = &depend->needs[from->number];
	if (!*list)
		*list = g_array_new(false, false, sizeof(unsigned));
	g_array_append_val(*list, to->number);
}

void depend_free(struct depend *depend)
{
	if (!depend)
		return;
	for (size_t i = 0; i < snapshot_all(depend->snapshot).count; i++) {
		if (depend->needs[i])
			g_array_unref(depend->needs[i]);
		if (depend->needed_by[i])
			g_array_unref(depend->needed_by[i]);
	}
	g_free(depend->needs);
	g_free(depend->needed_by);
	g_hash_table_unref(depend->schemas);
	g_hash_table_unref(depend->by_name);
	g_free(depend);
}

const GArray *depend_needs(const struct depend *depend, const struct object *object)
{
	return list_or_empty(&depend->needs[object->number]);
}

const GArray *depend_needed_by(const struct depend *depend, const struct object *object)
{
	return list_or_empty(&depend->needed_by[object->number]);
}

bool depend_knows(const struct depend *depend, const char *schema, const char *name)
{
	struct name_key key = { pool_find_n(depend->pool, schema, strlen(schema)), pool_find_n(depend->pool, name, strlen(name)) };

	return key.schema && key.name && g_hash_table_contains(depend->by_name, &key);
}

bool depend_has(const struct depend *depend, const struct object *a, const struct object *b)
{
	const GArray *needs = depend_needs(depend, a);
	unsigned wanted = b->number;

	return needs->len && bsearch(&wanted, needs->data, needs->len, sizeof(unsigned), compare_numbers);
}

/* Whether the dependency is from the server. */
static bool is_told(const struct depend *depend, const struct object *from, const struct object *to)
{
	const struct need *known;
	size_t count = snapshot_needs(depend->snapshot, &known);

	for (size_t i = 0; i < count; i++)
		if (known[i].from == from && (known[i].to == to || known[i].to->parent == to))
			return true;
	return false;
}

static bool is_overloaded(const struct depend *depend, const struct object *routine)
{
	struct name_key key = { routine->schema, routine->name };
	GPtrArray *named = g_hash_table_lookup(depend->by_name, &key);
	unsigned count = 0;

	for (guint i = 0; named && i < named->len; i++)
		count += ((const struct object *)named->pdata[i])->kind == routine->kind;
	return count > 1;
}

static bool is_guess(const struct depend *depend, const struct object *from, const struct object *to)
{
	if (is_told(depend, from, to))
		return false;
	if (to->kind == &column_kind)
		return kind_attribute(from->kind, "columns") == NULL && from->kind != &sequence_kind && from->kind != &column_kind;
	return kind_is(to->kind, TRAIT_ROUTINE) && is_overloaded(depend, to);
}

static bool take_number(GArray *list, unsigned number)
{
	for (guint i = 0; list && i < list->len; i++)
		if (g_array_index(list, unsigned, i) == number) {
			g_array_remove_index(list, i);
			return true;
		}
	return false;
}

bool depend_drop_guess(struct depend *depend, const struct object *from, const struct object *to)
{
	if (!depend_has(depend, from, to) || !is_guess(depend, from, to))
		return false;
	take_number(depend->needed_by[to->number], from->number);
	return take_number(depend->needs[from->number], to->number);
}
