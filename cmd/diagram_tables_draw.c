/* Tables and their keys as diagrams: which of them are drawn, and how. */
#include "cmd/diagram_tables_inside.h"

#include <string.h>

#include "catalog/kinds/column_list.h"
#include "catalog/kinds/constraint.h"
#include "catalog/names.h"
#include "cmd/diagram.h"
#include "cmd/page.h"
#include "sql/name.h"

enum { MOST_AROUND = 24 }; /* tables that are drawn around one */

/* A table that is drawn. */
struct drawn {
	const struct entry *entry;
	bool full;	   /* with its whole primary key, and with all columns that change */
	GHashTable *shown; /* names of columns of the links that are drawn */
	GHashTable *rows;  /* names of columns to numbers of rows */
	guint box;
};

struct drawing {
	const struct tables *tables;
	const char *schema;	     /* of which tables have bare names; NULL: none */
	const struct object *centre; /* NULL: none */
	GPtrArray *all;		     /* struct drawn * */
	GHashTable *by_entry;
	GPtrArray *links; /* const struct link * */
	struct diagram *diagram;
};

static void drawn_free(gpointer data)
{
	struct drawn *drawn = data;

	g_hash_table_unref(drawn->shown);
	g_hash_table_unref(drawn->rows);
	g_free(drawn);
}

static void begin(struct drawing *drawing)
{
	drawing->all = g_ptr_array_new_with_free_func(drawn_free);
	drawing->by_entry = g_hash_table_new(NULL, NULL);
	drawing->links = g_ptr_array_new();
	drawing->diagram = diagram_new();
}

static void end(struct drawing *drawing)
{
	g_ptr_array_unref(drawing->all);
	g_hash_table_unref(drawing->by_entry);
	g_ptr_array_unref(drawing->links);
	diagram_free(drawing->diagram);
}

static struct drawn *draw(struct drawing *drawing, const struct entry *entry, bool full)
{
	struct drawn *drawn = g_hash_table_lookup(drawing->by_entry, entry);

	if (drawn)
		return drawn;
	drawn = g_new(struct drawn, 1);
	*drawn = (struct drawn){ entry, full, g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(g_str_hash, g_str_equal),
		0 };
	g_ptr_array_add(drawing->all, drawn);
	g_hash_table_insert(drawing->by_entry, (gpointer)entry, drawn);
	return drawn;
}

static const struct names *columns_to(const struct link *link)
{
	return link->to_columns || !link->from_columns ? link->to_columns : primary_key_columns(link->to->table);
}

static void show(struct drawn *drawn, const struct names *columns)
{
	for (size_t i = 0; columns && i < columns->count; i++)
		g_hash_table_add(drawn->shown, (gpointer)columns->items[i]);
}

static void draw_link(struct drawing *drawing, const struct link *link)
{
	show(draw(drawing, link->from, false), link->from_columns);
	show(draw(drawing, link->to, false), columns_to(link));
	g_ptr_array_add(drawing->links, (gpointer)link);
}

static bool is_foreign(const struct entry *entry, const char *column)
{
	for (guint i = 0; i < entry->links->len; i++) {
		const struct link *link = entry->links->pdata[i];
		for (size_t c = 0; link->from == entry && link->from_columns && c < link->from_columns->count; c++)
			if (strcmp(link->from_columns->items[c], column) == 0)
				return true;
	}
	return false;
}

static void add_column(struct drawing *drawing, struct drawn *drawn, const struct object *column)
{
	const struct object *table = drawn->entry->table;
	const struct names *key = primary_key_columns(table);
	bool primary = false, foreign = is_foreign(drawn->entry, column->name);
	const char *class = tables_class(drawing->tables, column), *own = tables_class(drawing->tables, table);

	for (size_t i = 0; key && i < key->count; i++)
		primary = primary || strcmp(key->items[i], column->name) == 0;
	/* what is new, or goes, has its colour already */
	if (own && strcmp(own, "changed") != 0)
		class = NULL;
	if (!g_hash_table_contains(drawn->shown, column->name) && !(drawn->full && (primary || class)))
		return;
	guint row = diagram_add_row(drawing->diagram, column->name,
		primary && foreign ? "PK FK"
		: primary	   ? "PK"
		: foreign	   ? "FK"
				   : NULL,
		class	  ? class
		: primary ? "key"
			  : NULL);
	g_hash_table_insert(drawn->rows, (gpointer)column->name, GUINT_TO_POINTER(row));
}

static void add_box(struct drawing *drawing, struct drawn *drawn)
{
	const struct object *table = drawn->entry->table,
			    *had = drawing->tables->have ? snapshot_twin(drawing->tables->have, table) : NULL;
	bool bare = drawing->schema && strcmp(drawing->schema, table->schema) == 0, centre = table == drawing->centre;
	const char *class = tables_class(drawing->tables, table);
	g_autofree char *title = bare ? g_strdup(table->name) : name_join(table->schema, table->name),
			*link = class || !drawing->tables->have ? page_id(table) : NULL;
	struct parts columns = object_columns(table);

	drawn->box = diagram_add_box(drawing->diagram, title, class ? class : centre ? "centre" : NULL, link);
	for (size_t i = 0; i < columns.count; i++)
		add_column(drawing, drawn, columns.items[i]);
	if (!had || had == table)
		return;
	columns = object_columns(had);
	for (size_t i = 0; i < columns.count; i++)
		if (!object_column(table, columns.items[i]->name))
			add_column(drawing, drawn, columns.items[i]);
}

static guint row_of(const struct drawn *drawn, const struct names *columns)
{
	return columns && columns->count ? GPOINTER_TO_UINT(g_hash_table_lookup(drawn->rows, columns->items[0])) : 0;
}

static void append_columns(GString *out, const struct names *columns)
{
	for (size_t i = 0; columns && i < columns->count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : " (", columns->items[i]);
	if (columns && columns->count)
		g_string_append_c(out, ')');
}

/* "film_actor_fkey: film (actor) to actor (id)" */
static char *link_title(const struct link *link)
{
	GString *out = g_string_new(NULL);

	if (link->from_columns)
		g_string_append_printf(out, "%s: ", link->object->name);
	g_string_append(out, link->from->table->name);
	append_columns(out, link->from_columns);
	g_string_append_printf(out, " %s %s", link->from_columns ? "references" : "is part of", link->to->table->name);
	append_columns(out, columns_to(link));
	return g_string_free(out, false);
}

static bool finish(struct drawing *drawing, const char *label, GString *out, GError **error)
{
	for (guint i = 0; i < drawing->all->len; i++)
		add_box(drawing, drawing->all->pdata[i]);
	for (guint i = 0; i < drawing->links->len; i++) {
		const struct link *link = drawing->links->pdata[i];
		const struct drawn *from = g_hash_table_lookup(drawing->by_entry, link->from),
				   *to = g_hash_table_lookup(drawing->by_entry, link->to);
		const char *class = tables_class(drawing->tables, link->object);
		g_autofree char *title = link_title(link);
		diagram_add_arrow(drawing->diagram, from->box, row_of(from, link->from_columns), to->box,
			row_of(to, columns_to(link)), title,
			class && (link->from_columns || strcmp(class, "changed") != 0) ? class
			: link->from_columns					       ? NULL
										       : "thin");
	}
	bool good = diagram_write(drawing->diagram, out, label, error);
	end(drawing);
	return good;
}

bool tables_write_whole(const struct tables *tables, const char *schema, GString *out, GError **error)
{
	struct drawing drawing = { .tables = tables, .schema = schema };
	const GPtrArray *within = tables_within(tables, schema);
	g_autofree char *label =
		schema ? g_strdup_printf("tables of schema %s and their keys", schema) : g_strdup("tables and keys");

	begin(&drawing);
	for (guint i = 0; within && i < within->len; i++)
		draw(&drawing, within->pdata[i], true);
	for (guint i = 0; within && i < within->len; i++) {
		const struct entry *entry = within->pdata[i];
		for (guint l = 0; l < entry->links->len; l++)
			if (((const struct link *)entry->links->pdata[l])->from == entry)
				draw_link(&drawing, entry->links->pdata[l]);
	}
	g_string_append(out, "<div class=\"large\">");
	bool good = finish(&drawing, label, out, error);
	g_string_append(out, "</div>\n");
	return good;
}

/* Whether it, or the table at its other end, changes. */
static bool link_changes(const struct tables *tables, const struct entry *entry, const struct link *link)
{
	const struct entry *other = link->from == entry ? link->to : link->from;

	return tables_class(tables, link->object) || tables_class(tables, other->table);
}

/* Those that change, or the others, as far as there is room. How many there was none for. */
static guint draw_links(struct drawing *drawing, const struct entry *entry, bool changing)
{
	guint more = 0;

	for (guint i = 0; i < entry->links->len; i++) {
		const struct link *link = entry->links->pdata[i];
		const struct entry *other = link->from == entry ? link->to : link->from;
		if (link_changes(drawing->tables, entry, link) != changing)
			continue;
		if (drawing->all->len <= MOST_AROUND || g_hash_table_contains(drawing->by_entry, other))
			draw_link(drawing, link);
		else
			more++;
	}
	return more;
}

bool tables_write_around(const struct tables *tables, const struct object *table, GString *out, GError **error)
{
	const struct entry *entry = table->schema ? tables_entry(tables, table->schema, table->name) : NULL;
	struct drawing drawing = { .tables = tables, .schema = table->schema, .centre = table };
	g_autofree char *name = object_describe(table), *label = g_strconcat(name, " and what has to do with it", NULL);

	if (!entry || entry->table != table || !entry->links->len)
		return true;
	begin(&drawing);
	draw(&drawing, entry, true);
	guint more = draw_links(&drawing, entry, true);
	more += draw_links(&drawing, entry, false);
	bool good = finish(&drawing, label, out, error);
	if (more)
		g_string_append_printf(out, "<p class=\"facts\">and %u more keys and children, which are not shown</p>\n", more);
	return good;
}

/* Of the way between two the page has those that change. */
static void add_schema(const struct tables *tables, struct diagram *diagram, GHashTable *boxes, const char *schema)
{
	const GPtrArray *within = tables_within(tables, schema);
	guint count = within->len;
	bool changes = false;

	for (guint i = 0; i < count; i++)
		changes = changes || tables_class(tables, ((const struct entry *)within->pdata[i])->table);
	g_autofree char *title = g_strdup_printf("%s: %u table%s", schema, count, count == 1 ? "" : "s"),
			*link = changes || !tables->have ? page_schema_id(schema) : NULL;
	guint box = diagram_add_box(diagram, title, changes ? "changed" : NULL, link);
	g_hash_table_insert(boxes, (gpointer)schema, GUINT_TO_POINTER(box));
}

/* How many links lead from tables of one schema to those of others: schema to number, in order. */
static GTree *count_links(const struct tables *tables, const char *schema)
{
	GTree *counts = g_tree_new((GCompareFunc)strcmp);
	const GPtrArray *within = tables_within(tables, schema);

	for (guint i = 0; i < within->len; i++) {
		const struct entry *entry = within->pdata[i];
		for (guint l = 0; l < entry->links->len; l++) {
			const struct link *link = entry->links->pdata[l];
			const char *to = link->to->table->schema;
			if (link->from == entry && strcmp(to, schema) != 0)
				g_tree_insert(
					counts, (gpointer)to, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_tree_lookup(counts, to)) + 1));
		}
	}
	return counts;
}

struct schemas {
	const struct tables *tables;
	struct diagram *diagram;
	GHashTable *boxes; /* schema to number */
	GArray *arrows;	   /* struct schema_arrow */
	const char *from;
};

struct schema_arrow {
	const char *from, *to;
	guint row;
};

static gboolean add_count(gpointer to, gpointer count, gpointer data)
{
	struct schemas *schemas = data;
	g_autofree char *number = g_strdup_printf("%u", GPOINTER_TO_UINT(count));
	struct schema_arrow arrow = { schemas->from, to, diagram_add_row(schemas->diagram, to, number, NULL) };

	g_array_append_val(schemas->arrows, arrow);
	return false;
}

bool tables_write_schemas(const struct tables *tables, GString *out, GError **error)
{
	struct schemas schemas = { tables, diagram_new(), g_hash_table_new(g_str_hash, g_str_equal),
		g_array_new(false, false, sizeof(struct schema_arrow)), NULL };
	bool good = true;

	for (guint i = 0; i < tables->all->len; i++) {
		schemas.from = ((const struct entry *)tables->all->pdata[i])->table->schema;
		if (g_hash_table_contains(schemas.boxes, schemas.from))
			continue;
		add_schema(tables, schemas.diagram, schemas.boxes, schemas.from);
		GTree *counts = count_links(tables, schemas.from);
		g_tree_foreach(counts, add_count, &schemas);
		g_tree_unref(counts);
	}
	for (guint i = 0; i < schemas.arrows->len; i++) {
		const struct schema_arrow *arrow = &g_array_index(schemas.arrows, struct schema_arrow, i);
		diagram_add_arrow(schemas.diagram, GPOINTER_TO_UINT(g_hash_table_lookup(schemas.boxes, arrow->from)), arrow->row,
			GPOINTER_TO_UINT(g_hash_table_lookup(schemas.boxes, arrow->to)), 0, NULL, NULL);
	}
	if (g_hash_table_size(schemas.boxes) > 1) {
		g_string_append(out, "<p class=\"facts\">The number of keys that lead from one schema to another.</p>\n");
		good = diagram_write(schemas.diagram, out, "schemas, and the keys between them", error);
	}
	diagram_free(schemas.diagram);
	g_hash_table_unref(schemas.boxes);
	g_array_unref(schemas.arrows);
	return good;
}
