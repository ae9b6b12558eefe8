/* The making of the dependency graph, and the order in which its edges are looked for. */
#include "catalog/depend.h"

#include "catalog/depend_kind.h"
#include "catalog/depend_scan.h"
#include "catalog/kinds.h"
#include "catalog/kinds/type.h"

static guint key_hash(gconstpointer data)
{
	const struct name_key *key = data;

	return g_direct_hash(key->schema) / 8 * 31 ^ g_direct_hash(key->name) / 8;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct name_key *x = a, *y = b;

	return x->schema == y->schema && x->name == y->name;
}

static void scan_object(struct depend *depend, const struct object *object)
{
	g_autoptr(GPtrArray) relations = g_ptr_array_new();
	g_autoptr(GHashTable) names = g_hash_table_new(g_direct_hash, g_direct_equal);
	struct scan scan = { depend, object, relations, names, REFERS_NOTHING, NULL };

	depend_scan_rows(&scan);
	depend_scan_kind(&scan);
	depend_scan_columns(&scan);
}

static int compare_numbers(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static void sort_once(GArray *list)
{
	guint kept = 0;

	g_array_sort(list, compare_numbers);
	for (guint i = 0; i < list->len; i++)
		if (!i || g_array_index(list, unsigned, i) != g_array_index(list, unsigned, kept - 1))
			g_array_index(list, unsigned, kept++) = g_array_index(list, unsigned, i);
	g_array_set_size(list, kept);
}

static void index_name(struct depend *depend, const char *schema, const char *name, const struct object *object)
{
	struct name_key key = { schema, name };
	GPtrArray *list = g_hash_table_lookup(depend->by_name, &key);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(depend->by_name, g_memdup2(&key, sizeof(key)), list);
	}
	g_ptr_array_add(list, (gpointer)object);
}

/* Names of the multirange refer to the range. */
static void index_multirange(struct depend *depend, const struct object *object)
{
	const struct qualified *name = ((const struct range *)object)->multirange;

	if (name && name->name)
		index_name(depend, object_schema_of(object, name), name->name, object);
}

static void index_names(struct depend *depend, struct objects all)
{
	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		bool attachable = kind_is(object->kind, TRAIT_INDEX);

		if (object->kind == &schema_kind)
			g_hash_table_add(depend->schemas, (gpointer)object->name);
		if (!object->schema || (object->parent && !attachable))
			continue;
		index_name(depend, object->schema, object->name, object);
		if (object->kind == &range_kind)
			index_multirange(depend, object);
	}
}

static void index_other_names(struct depend *depend)
{
	const struct known_as *names;
	size_t count = snapshot_other_names(depend->snapshot, &names);

	for (size_t i = 0; i < count; i++)
		index_name(depend, names[i].object->schema, names[i].name, names[i].object);
}

struct depend *depend_new(const struct snapshot *snapshot)
{
	struct depend *depend = g_new0(struct depend, 1);
	struct objects all = snapshot_all(snapshot);

	depend->snapshot = snapshot;
	depend->pool = snapshot_pool(snapshot);
	depend->schemas = g_hash_table_new(g_direct_hash, g_direct_equal);
	depend->by_name = g_hash_table_new_full(key_hash, key_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	depend->needs = g_new0(GArray *, all.count + 1);
	depend->needed_by = g_new0(GArray *, all.count + 1);
	depend->plugged_in =
		snapshot_objects(snapshot, &language_kind).count || snapshot_objects(snapshot, &access_method_kind).count;
	index_names(depend, all);
	index_other_names(depend);
	for (size_t i = 0; i < all.count; i++)
		scan_object(depend, all.items[i]);
	const struct need *known;
	size_t known_count = snapshot_needs(snapshot, &known);
	for (size_t i = 0; i < known_count; i++) {
		depend_add(depend, known[i].from, known[i].to);
		if (known[i].to->parent)
			depend_add(depend, known[i].from, known[i].to->parent);
	}
	depend_break_circles(depend);
	for (size_t i = 0; i < all.count; i++) {
		if (!depend->needs[i])
			continue;
		sort_once(depend->needs[i]);
		for (guint n = 0; n < depend->needs[i]->len; n++) {
			GArray **list = &depend->needed_by[g_array_index(depend->needs[i], unsigned, n)];
			unsigned from = (unsigned)i;
			if (!*list)
				*list = g_array_new(false, false, sizeof(unsigned));
			g_array_append_val(*list, from);
		}
	}
	return depend;
}

static void free_data(void *depend)
{
	depend_free(depend);
}

const struct depend *depend_of(const struct snapshot *snapshot)
{
	struct derived *derived = snapshot_derived(snapshot);

	if (!derived->data)
		*derived = (struct derived){ depend_new(snapshot), free_data };
	return derived->data;
}
