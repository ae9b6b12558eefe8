/* Tables and their keys as diagrams. */
#include "cmd/diagram_tables.h"

#include <string.h>

#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "cmd/diagram_tables_inside.h"
#include "diff/check.h"
#include "sql/name.h"

static void entry_free(gpointer data)
{
	struct entry *entry = data;

	g_ptr_array_unref(entry->links);
	g_ptr_array_unref(entry->referring);
	g_free(entry);
}

struct entry *tables_entry(const struct tables *tables, const char *schema, const char *name)
{
	g_autofree char *key = name_join(schema, name);

	return g_hash_table_lookup(tables->by_name, key);
}

const GPtrArray *tables_within(const struct tables *tables, const char *schema)
{
	return schema ? g_hash_table_lookup(tables->by_schema, schema) : tables->all;
}

static const char *class_of(const struct difference *difference)
{
	return strcmp(difference->what, "missing") == 0	     ? "added"
	       : strcmp(difference->what, "not wanted") == 0 ? "dropped"
							     : "changed";
}

/* A table changes with its parts. */
static void classify(struct tables *tables, const GPtrArray *differences)
{
	for (guint i = 0; differences && i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (!difference->note)
			g_hash_table_insert(tables->classes, (gpointer)difference->object, (gpointer)class_of(difference));
	}
}

/* Whichever side an object of a changed table is of, the table is the same. */
static void classify_wholes(struct tables *tables, const GPtrArray *differences)
{
	for (guint i = 0; differences && i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		const struct object *whole = object_outermost(difference->object);
		const struct entry *entry = whole->schema ? tables_entry(tables, whole->schema, whole->name) : NULL;
		if (entry && !difference->note && !g_hash_table_contains(tables->classes, entry->table))
			g_hash_table_insert(tables->classes, (gpointer)entry->table, (gpointer) "changed");
	}
}

static void add_table(struct tables *tables, const struct object *table)
{
	char *key = name_join(table->schema, table->name);

	if (g_hash_table_contains(tables->by_name, key)) {
		g_free(key);
		return;
	}
	struct entry *entry = g_new(struct entry, 1);
	*entry = (struct entry){ table, g_ptr_array_new(), g_ptr_array_new() };
	g_ptr_array_add(tables->all, entry);
	g_hash_table_insert(tables->by_name, key, entry);
}

/* only: those of that class, NULL: all. */
static void add_tables(struct tables *tables, const struct snapshot *snapshot, const char *only)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (kind_is_table(all.items[i]->kind) &&
			(!only || g_strcmp0(g_hash_table_lookup(tables->classes, all.items[i]), only) == 0))
			add_table(tables, all.items[i]);
}

static void add_link(struct tables *tables, struct entry *from, struct entry *to, struct link link)
{
	if (!to)
		return;
	link.from = from;
	link.to = to;
	g_ptr_array_add(tables->links, g_memdup2(&link, sizeof(link)));
}

static void add_key(struct tables *tables, struct entry *from, const struct foreign_key *key)
{
	const char *schema = key->referenced_schema ? key->referenced_schema : key->object.schema;

	add_link(tables, from, tables_entry(tables, schema, key->referenced_table),
		(struct link){ .object = &key->object, .from_columns = key->columns, .to_columns = key->referenced_columns });
}

/* From the table's own side, and those that are dropped from the other one. */
static void add_links(struct tables *tables, const struct snapshot *snapshot, bool dropped)
{
	const struct foreign_key *key;

	for (size_t i = 0; (key = foreign_key_at(snapshot, i)); i++) {
		const struct object *table = key->object.parent;
		struct entry *from = tables_entry(tables, table->schema, table->name);
		bool counts = !dropped || g_strcmp0(tables_class(tables, &key->object), "dropped") == 0;
		if (from && counts)
			add_key(tables, from, key);
	}
	for (guint i = 0; i < tables->all->len; i++) {
		struct entry *entry = tables->all->pdata[i];
		const struct object *parent;
		bool own = snapshot_relation(snapshot, entry->table->schema, entry->table->name) == entry->table;
		for (size_t p = 0; own && (parent = table_parent_at(snapshot, entry->table, p)); p++)
			add_link(tables, entry, tables_entry(tables, parent->schema, parent->name),
				(struct link){ .object = entry->table });
	}
}

static int compare_entries(gconstpointer a, gconstpointer b)
{
	const struct object *one = (*(const struct entry *const *)a)->table, *other = (*(const struct entry *const *)b)->table;
	int order = strcmp(one->schema, other->schema);

	return order ? order : strcmp(one->name, other->name);
}

static void sort_tables(struct tables *tables)
{
	g_ptr_array_sort(tables->all, compare_entries);
	for (guint i = 0; i < tables->all->len; i++) {
		const char *schema = ((const struct entry *)tables->all->pdata[i])->table->schema;
		GPtrArray *within = g_hash_table_lookup(tables->by_schema, schema);
		if (!within)
			g_hash_table_insert(tables->by_schema, (gpointer)schema, within = g_ptr_array_new());
		g_ptr_array_add(within, tables->all->pdata[i]);
	}
}

/* By the names of tables, then of keys: a server has parts in another order than a document. */
static int compare_links(gconstpointer a, gconstpointer b)
{
	const struct link *one = *(const struct link *const *)a, *other = *(const struct link *const *)b;
	const char *const names[][2] = {
		{ one->from->table->schema, other->from->table->schema },
		{ one->from->table->name, other->from->table->name },
		{ one->object->name, other->object->name },
		{ one->to->table->schema, other->to->table->schema },
		{ one->to->table->name, other->to->table->name },
	};
	int order = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && !order; i++)
		order = strcmp(names[i][0], names[i][1]);
	return order;
}

static void sort_links(struct tables *tables)
{
	g_ptr_array_sort(tables->links, compare_links);
	for (guint i = 0; i < tables->links->len; i++) {
		struct link *link = tables->links->pdata[i];
		g_ptr_array_add(link->from->links, link);
		if (link->to == link->from)
			continue;
		g_ptr_array_add(link->to->links, link);
		g_ptr_array_add(link->to->referring, (gpointer)link->object);
	}
}

struct tables *tables_new(const struct snapshot *have, const struct snapshot *want, const GPtrArray *differences)
{
	struct tables *tables = g_new(struct tables, 1);

	*tables = (struct tables){
		.have = have,
		.all = g_ptr_array_new_with_free_func(entry_free),
		.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.by_schema = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref),
		.classes = g_hash_table_new(NULL, NULL),
		.links = g_ptr_array_new_with_free_func(g_free),
	};
	classify(tables, differences);
	add_tables(tables, want, NULL);
	if (have)
		add_tables(tables, have, "dropped");
	classify_wholes(tables, differences);
	sort_tables(tables);
	add_links(tables, want, false);
	if (have)
		add_links(tables, have, true);
	sort_links(tables);
	return tables;
}

void tables_free(struct tables *tables)
{
	if (!tables)
		return;
	g_ptr_array_unref(tables->all);
	g_hash_table_unref(tables->by_name);
	g_hash_table_unref(tables->by_schema);
	g_hash_table_unref(tables->classes);
	g_ptr_array_unref(tables->links);
	g_free(tables);
}

guint tables_count(const struct tables *tables, const char *schema)
{
	const GPtrArray *within = tables_within(tables, schema);

	return within ? within->len : 0;
}

/* Parts of what comes or goes come and go with it. */
const char *tables_class(const struct tables *tables, const struct object *object)
{
	const char *class = g_hash_table_lookup(tables->classes, object);
	const struct object *whole = object_outermost(object);
	const char *of_whole = whole == object ? NULL : g_hash_table_lookup(tables->classes, whole);

	return class ? class : of_whole && strcmp(of_whole, "changed") != 0 ? of_whole : NULL;
}

const GPtrArray *tables_referring(const struct tables *tables, const struct object *table)
{
	const struct entry *entry = table->schema ? tables_entry(tables, table->schema, table->name) : NULL;

	return entry && entry->table == table && entry->referring->len ? entry->referring : NULL;
}
