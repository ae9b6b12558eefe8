/* Completes partitions that do not list their columns. */
#include "yaml/partition.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "yaml/named.h"

/* The tables among what was loaded. */
static GHashTable *tables_by_name(const struct loader *loader)
{
	GHashTable *tables = g_hash_table_new(named_hash, named_equal);

	for (guint i = 0; i < loader->loaded->len; i++) {
		struct object *object = g_array_index(loader->loaded, struct loaded, i).object;
		if (kind_is_table(object->kind))
			g_hash_table_add(tables, object);
	}
	return tables;
}

static GPtrArray *columns_of(GHashTable *columns, const struct object *table)
{
	GPtrArray *list = g_hash_table_lookup(columns, table);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(columns, (gpointer)table, list);
	}
	return list;
}

/* Copies the parent's columns to a partition, all as inherited. */
static void copy_columns(struct loader *loader, struct object *partition, const GPtrArray *from, GPtrArray *to, const char *file)
{
	for (guint i = 0; i < from->len; i++) {
		const struct object *column = from->pdata[i];
		struct object *copy = snapshot_add_part(loader->into, &column_kind, partition, column->name);
		struct loaded loaded = { copy, file };

		for (const struct attribute *row = column_kind.attributes; row->name; row++)
			attribute_copy(row, column, copy);
		((struct column *)copy)->inherited = true;
		copy->file = partition->file;
		copy->line = partition->line;
		copy->column = partition->column;
		g_ptr_array_add(to, copy);
		g_array_append_val(loader->loaded, loaded);
	}
}

/*
 * depth: a partition of a partition needs the latter's columns first; the limit, beyond any real schema, prevents endless
 * recursion.
 */
static void complete_partition(
	struct loader *loader, GHashTable *tables, GHashTable *columns, const struct loaded *loaded, unsigned depth)
{
	struct table *table = (struct table *)loaded->object;
	GPtrArray *mine = columns_of(columns, loaded->object);

	if (!table->partition_of || mine->len || depth > 32)
		return;
	struct object *parent = named_find(tables, loaded->object, table->partition_of);
	if (!parent)
		return;
	complete_partition(loader, tables, columns, &(struct loaded){ parent, loaded->file }, depth + 1);
	copy_columns(loader, loaded->object, columns_of(columns, parent), mine, loaded->file);
}

void partition_complete(struct loader *loader)
{
	g_autoptr(GHashTable) tables = tables_by_name(loader);
	g_autoptr(GHashTable) columns = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	guint count = loader->loaded->len;

	for (guint i = 0; i < count; i++) {
		struct object *object = g_array_index(loader->loaded, struct loaded, i).object;
		if (object->kind == &column_kind)
			g_ptr_array_add(columns_of(columns, object->parent), object);
	}
	for (guint i = 0; i < count; i++) {
		struct loaded loaded = g_array_index(loader->loaded, struct loaded, i);
		if (kind_is_table(loaded.object->kind))
			complete_partition(loader, tables, columns, &loaded, 0);
	}
}
