/* Handles rows that are not objects: facts about objects, and about the database. */
#include "catalog/read/reading_facts.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/read/error.h"
#include "catalog/read/reading_inside.h"

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool reading_take_class(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (reading_field(row, 0))
		g_hash_table_insert(reading->classes, g_strdup(reading_field(row, 1)), GUINT_TO_POINTER(reading_number(row, 0)));
	return true;
}

bool reading_take_filled(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	g_hash_table_add(reading->filled, g_strdup(reading_field(row, 0)));
	return true;
}

bool reading_take_class_name(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	lookup_add_class(reading->lookup, reading_number(row, 0), reading_field(row, 1), reading_number(row, 2),
		reading_field(row, 3)[0] == 't', reading_field(row, 4)[0] == 't');
	return true;
}

bool reading_take_collation(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	lookup_add_collation(reading->lookup, reading_number(row, 0), reading_field(row, 1));
	return true;
}

bool reading_take_depend(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (reading_field(row, 3)[0] == 'e') {
		g_hash_table_add(reading->members, reading_address(reading_number(row, 0), reading_number(row, 1)));
		return true;
	}
	struct edge edge = { reading_number(row, 0), reading_number(row, 1), reading_number(row, 2), reading_number(row, 4),
		reading_number(row, 5), reading_number(row, 6), reading_field(row, 3)[0] };
	g_array_append_val(reading->edges, edge);
	return true;
}

bool reading_take_comment(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	struct object *object = reading_find(reading, reading_number(row, 0), reading_number(row, 1));
	unsigned position = reading_number(row, 2);

	(void)kind, (void)error;
	if (object && position)
		object = reading_column(object, position);
	if (object && object->kind->index && reading_number(row, 0) == reading_class(reading, "pg_class"))
		attribute_set_text(kind_attribute(object->kind, "index_description"), reading->pool, object,
			pool_text(reading->pool, reading_field(row, 3)));
	else if (object)
		object->comment = pool_text(reading->pool, reading_field(row, 3));
	return true;
}

/* One name more, at its end. */
static const struct names *names_with(const struct reading *reading, const struct names *names, const char *name)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	for (size_t i = 0; names && i < names->count; i++)
		g_ptr_array_add(items, (gpointer)names->items[i]);
	g_ptr_array_add(items, (gpointer)pool_text(reading->pool, name));
	return pool_names(reading->pool, (const char *const *)items->pdata, items->len);
}

/* DEPENDS ON EXTENSION: sorted by name, regardless of the order of rows. */
static void add_extension(const struct reading *reading, struct object *object, const char *name)
{
	const struct names *all = names_with(reading, object->extensions, name);
	g_autofree const char **items = g_memdup2(all->items, all->count * sizeof(items[0]));

	qsort(items, all->count, sizeof(items[0]), compare_texts);
	object->extensions = pool_names(reading->pool, items, all->count);
}

bool reading_take_label(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	struct object *object = reading_find(reading, reading_number(row, 0), reading_number(row, 1));
	unsigned position = reading_number(row, 2);

	(void)kind, (void)error;
	if (object && position)
		object = reading_column(object, position);
	if (!object)
		return true;
	object->labels = names_with(reading, object->labels, reading_field(row, 3));
	return true;
}

bool reading_take_unsupported(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	gint64 address = (gint64)reading_number(row, 2) << 32 | reading_number(row, 3);

	(void)kind, (void)error;
	if (reading->unsupported && !g_hash_table_contains(reading->members, &address))
		g_ptr_array_add(reading->unsupported, g_strdup_printf("%s %s", reading_field(row, 0), reading_field(row, 1)));
	return true;
}

bool reading_take_snapshot(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (reading->started)
		reading->moved = strcmp(reading->started, reading_field(row, 0)) != 0;
	else
		reading->started = g_strdup(reading_field(row, 0));
	return true;
}

bool reading_take_change(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)reading;
	if (!reading_field(row, 0))
		return true;
	g_set_error(error, READ_ERROR, READ_CHANGED, "the schema was changed while it was read: %s", reading_field(row, 0));
	return false;
}

bool reading_take_relation(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	const struct object *object = reading_find(reading, reading_class(reading, "pg_class"), reading_number(row, 0));
	const char *schema = object && object->parent ? object->parent->schema : object ? object->schema : NULL;

	(void)kind;
	if (!object || (strcmp(schema, reading_field(row, 1)) == 0 && strcmp(object->name, reading_field(row, 2)) == 0))
		return true;
	g_set_error(error, READ_ERROR, READ_CHANGED, "the schema was changed while it was read: a relation was renamed");
	return false;
}

static void free_text(gpointer data)
{
	g_string_free(data, true);
}

GHashTable *reading_oids(const struct reading *reading)
{
	GHashTable *oids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_text);
	g_autoptr(GHashTable) names = g_hash_table_new(NULL, NULL);
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, reading->classes);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_insert(names, value, key);
	g_hash_table_iter_init(&iter, reading->objects);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const gint64 *address = key;
		gpointer catalog = g_hash_table_lookup(names, GUINT_TO_POINTER((unsigned)(*address >> 32)));
		GString *text = catalog ? g_hash_table_lookup(oids, catalog) : NULL;

		if (!catalog)
			continue;
		if (!text)
			g_hash_table_insert(oids, catalog, text = g_string_new(NULL));
		g_string_append_printf(text, "%s%u", text->len ? "," : "", (unsigned)*address);
	}
	return oids;
}

void reading_add_needs(struct reading *reading)
{
	for (guint i = 0; i < reading->edges->len; i++) {
		const struct edge *edge = &g_array_index(reading->edges, struct edge, i);
		struct object *from = reading_find(reading, edge->class, edge->oid),
			      *to = reading_find(reading, edge->needed_class, edge->needed_oid);

		if (from && edge->position)
			from = reading_column(from, edge->position);
		if (to && edge->needed_position)
			to = reading_column(to, edge->needed_position);
		if (from && to && edge->type == 'x')
			add_extension(reading, from, to->name);
		else if (from && to && edge->type != 'n' && from->kind->take_owner && to->parent)
			from->kind->take_owner(from, to, edge->type == 'i');
		else if (from && to && edge->type == 'n' && from != to)
			snapshot_add_need(reading->snapshot, from, to);
	}
}
