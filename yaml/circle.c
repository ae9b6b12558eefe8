/* Finds types and tables of a loaded document that depend on themselves. */
#include "yaml/circle.h"

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type.h"
#include "yaml/error.h"
#include "sql/name.h"
#include "yaml/named.h"

/* A table or type, and the types and tables in its definition. */
struct knot {
	const struct loaded *loaded;
	GPtrArray *needs; /* struct knot * */
	enum { FRESH, OPEN, DONE } state;
};

struct circles {
	GHashTable *types; /* objects, by schema and name */
	GHashTable *knots; /* of those objects */
};

static bool is_type(const struct kind *kind)
{
	return !kind->part && (g_strcmp0(kind->catalog, "pg_class") == 0 || g_strcmp0(kind->catalog, "pg_type") == 0);
}

static void knot_free(gpointer pointer)
{
	struct knot *knot = pointer;

	g_ptr_array_unref(knot->needs);
	g_free(knot);
}

static void add_knot(struct circles *circles, const struct loaded *loaded)
{
	struct knot *knot = g_new0(struct knot, 1);

	knot->loaded = loaded;
	knot->needs = g_ptr_array_new();
	g_hash_table_add(circles->types, loaded->object);
	g_hash_table_insert(circles->knots, loaded->object, knot);
}

/*
 * The text is the name of a type, possibly with brackets and lengths, or of a relation. An unqualified name is in pg_catalog, or in
 * the object's schema.
 */
static void add_need(const struct circles *circles, struct knot *knot, const char *text, const char *own)
{
	g_autofree char *schema = NULL, *name = NULL;

	if (!text || !name_split_first(text, &schema, &name) || (!schema && !own))
		return;
	struct object *needed = named_lookup(circles->types, schema ? schema : own, name);
	if (needed)
		g_ptr_array_add(knot->needs, g_hash_table_lookup(circles->knots, needed));
}

static void add_needs(const struct circles *circles, const struct object *object)
{
	bool field = object->kind == &column_kind || object->kind == &composite_attribute_kind;
	struct knot *knot =
		is_type(object->kind) || field ? g_hash_table_lookup(circles->knots, field ? object->parent : object) : NULL;

	for (const struct attribute *row = object->kind->attributes; knot && row->name; row++) {
		if (row->refers != REFERS_TYPE && !(row->refers == REFERS_RELATION && kind_is_table(object->kind)))
			continue;
		const char *own = row->refers == REFERS_RELATION ? object->schema : NULL;
		const struct names *list = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;
		for (size_t i = 0; list && i < list->count; i++)
			add_need(circles, knot, list->items[i], own);
		if (row->type == ATTRIBUTE_TEXT)
			add_need(circles, knot, attribute_text(row, object), own);
	}
}

/* Depth-first search with an explicit stack: a chain may be as long as the document. */
static const struct knot *find(struct knot *start)
{
	g_autoptr(GPtrArray) path = g_ptr_array_new();

	g_ptr_array_add(path, start);
	while (path->len) {
		struct knot *knot = path->pdata[path->len - 1];
		knot->state = knot->needs->len ? OPEN : DONE;
		if (knot->state == DONE) {
			g_ptr_array_set_size(path, (gint)path->len - 1);
			continue;
		}
		struct knot *next = g_ptr_array_steal_index_fast(knot->needs, knot->needs->len - 1);
		if (next->state == OPEN)
			return next;
		if (next->state == FRESH)
			g_ptr_array_add(path, next);
	}
	return NULL;
}

static bool fail(const struct loaded *loaded, GError **error)
{
	g_autofree char *what = object_describe(loaded->object);

	return yaml_fail(error, YAML_ERROR_CONTENT, loaded->file, loaded->object->line, loaded->object->column,
		"%s would contain itself, through its parents or the types that it uses", what);
}

bool circle_check(const struct loader *loader, GError **error)
{
	struct circles circles = { g_hash_table_new(named_hash, named_equal), g_hash_table_new_full(NULL, NULL, NULL, knot_free) };
	const struct loaded *all = (const struct loaded *)loader->loaded->data;
	const struct knot *found = NULL;

	for (guint i = 0; i < loader->loaded->len; i++)
		if (is_type(all[i].object->kind))
			add_knot(&circles, &all[i]);
	for (guint i = 0; i < loader->loaded->len; i++)
		add_needs(&circles, all[i].object);
	for (guint i = 0; i < loader->loaded->len && !found; i++) {
		struct knot *knot = g_hash_table_lookup(circles.knots, all[i].object);
		if (knot && knot->state == FRESH)
			found = find(knot);
	}
	bool good = !found || fail(found->loaded, error);
	g_hash_table_unref(circles.types);
	g_hash_table_unref(circles.knots);
	return good;
}
