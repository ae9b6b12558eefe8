/* One schema description, whole: building it, and finding objects in it. */
#include "catalog/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot_inside.h"

static guint identity_hash(gconstpointer key)
{
	const struct object *object = key;

	return g_direct_hash(object->kind) ^ g_direct_hash(object->schema) / 8 * 31 ^ g_direct_hash(object->identity) / 8;
}

static gboolean identity_equal(gconstpointer a, gconstpointer b)
{
	const struct object *x = a, *y = b;

	return x->kind == y->kind && x->schema == y->schema && x->identity == y->identity;
}

static guint name_hash(gconstpointer key)
{
	const struct object *object = key;

	return g_direct_hash(object->schema) / 8 * 31 ^ g_direct_hash(object->name) / 8;
}

static gboolean name_equal(gconstpointer a, gconstpointer b)
{
	const struct object *x = a, *y = b;

	return x->schema == y->schema && x->name == y->name;
}

struct snapshot *snapshot_new(struct pool *pool)
{
	struct snapshot *snapshot = g_new0(struct snapshot, 1);

	snapshot->pool = pool;
	snapshot->derived = g_new0(struct derived, 1);
	snapshot->kinds = g_new(GPtrArray *, kind_count);
	for (size_t i = 0; i < kind_count; i++)
		snapshot->kinds[i] = g_ptr_array_new();
	snapshot->all = g_ptr_array_new();
	snapshot->selections = g_ptr_array_new_with_free_func(selection_free);
	snapshot->left_out = g_hash_table_new(NULL, NULL);
	snapshot->needs = g_array_new(false, false, sizeof(struct need));
	snapshot->other_names = g_array_new(false, false, sizeof(struct known_as));
	snapshot->by_identity = g_hash_table_new(identity_hash, identity_equal);
	snapshot->relations = g_hash_table_new(name_hash, name_equal);
	return snapshot;
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	snapshot_forget_derived(snapshot);
	g_free(snapshot->derived);
	for (size_t i = 0; i < kind_count; i++)
		g_ptr_array_unref(snapshot->kinds[i]);
	g_free(snapshot->kinds);
	g_ptr_array_unref(snapshot->all);
	g_ptr_array_unref(snapshot->selections);
	g_hash_table_unref(snapshot->left_out);
	g_array_unref(snapshot->needs);
	g_array_unref(snapshot->other_names);
	g_hash_table_unref(snapshot->by_identity);
	g_hash_table_unref(snapshot->relations);
	g_free(snapshot);
}

struct pool *snapshot_pool(const struct snapshot *snapshot)
{
	return snapshot->pool;
}

struct silence *snapshot_silence(struct snapshot *snapshot)
{
	return &snapshot->silence;
}

const struct silence *snapshot_silences(const struct snapshot *snapshot)
{
	return &snapshot->silence;
}

const GPtrArray *snapshot_selections(const struct snapshot *snapshot)
{
	return snapshot->selections;
}

void snapshot_add_selection(struct snapshot *snapshot, const struct selection *selection)
{
	if (selection_is_empty(selection))
		return;
	for (guint i = 0; i < snapshot->selections->len; i++)
		if (selection_equal(snapshot->selections->pdata[i], selection))
			return;
	g_ptr_array_add(snapshot->selections, selection_copy(selection));
	snapshot->partial = true;
}

bool snapshot_is_partial(const struct snapshot *snapshot)
{
	return snapshot->partial;
}

void snapshot_set_partial(struct snapshot *snapshot)
{
	snapshot->partial = true;
}

enum optional snapshot_optional(const struct snapshot *snapshot)
{
	return snapshot->optional;
}

void snapshot_set_optional(struct snapshot *snapshot, enum optional optional)
{
	snapshot->optional = optional;
}

void snapshot_set_schema_names(struct snapshot *snapshot, const GPtrArray *names)
{
	snapshot->schema_names = names;
}

void snapshot_set_role_names(struct snapshot *snapshot, GHashTable *names)
{
	snapshot->role_names = names;
}

int snapshot_version(const struct snapshot *snapshot)
{
	return snapshot->version;
}

void snapshot_set_version(struct snapshot *snapshot, int version)
{
	snapshot->version = version;
}

int snapshot_target(const struct snapshot *snapshot)
{
	return snapshot->target ? snapshot->target : snapshot->version;
}

void snapshot_set_target(struct snapshot *snapshot, int version)
{
	snapshot->target = version;
}

/* The list of a kind's objects; objects mostly come kind by kind, so the last one is remembered. */
static GPtrArray *objects_of(struct snapshot *snapshot, const struct kind *kind)
{
	if (snapshot->last_kind != kind) {
		snapshot->last_kind = kind;
		snapshot->last_objects = snapshot->kinds[kind_index(kind)];
	}
	return snapshot->last_objects;
}

static struct object *add(struct snapshot *snapshot, const struct kind *kind, const char *name)
{
	struct object *object = pool_alloc(snapshot->pool, kind->size);
	size_t parts = 0;

	while (kind->parts && kind->parts[parts])
		parts++;
	object->kind = kind;
	object->name = pool_text(snapshot->pool, name);
	if (parts)
		object->parts = pool_alloc(snapshot->pool, parts * sizeof(*object->parts));
	g_ptr_array_add(objects_of(snapshot, kind), object);
	return object;
}

struct object *snapshot_add(
	struct snapshot *snapshot, const struct kind *kind, const char *schema, const char *name, const char *signature)
{
	struct object *object = add(snapshot, kind, name);

	object->schema = pool_text(snapshot->pool, schema);
	object->signature = pool_text(snapshot->pool, signature);
	return object;
}

struct object *snapshot_add_part(struct snapshot *snapshot, const struct kind *kind, struct object *parent, const char *name)
{
	GPtrArray *known = objects_of(snapshot, kind);
	struct object *last = known->len ? known->pdata[known->len - 1] : NULL;
	struct object *object = add(snapshot, kind, name);

	object->parent = parent;
	object->schema = parent->schema;
	object->position = last && last->parent == parent ? last->position + 1 : 1;
	return object;
}

void snapshot_add_need(struct snapshot *snapshot, struct object *from, const struct object *to)
{
	struct need need = { from, to };

	g_array_append_val(snapshot->needs, need);
}

size_t snapshot_needs(const struct snapshot *snapshot, const struct need **needs)
{
	*needs = (const struct need *)(const void *)snapshot->needs->data;
	return snapshot->needs->len;
}

static int compare_parts(const void *a, const void *b)
{
	const struct object *x = *(const struct object *const *)a, *y = *(const struct object *const *)b;

	if (!kind_is_ordered(x->kind))
		return strcmp(x->name, y->name);
	return x->position < y->position ? -1 : x->position > y->position;
}

static void sort_parts(const struct object **items, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_parts(&items[i - 1], &items[i]) > 0) {
			qsort(items, count, sizeof(items[0]), compare_parts);
			return;
		}
}

void snapshot_gather_parts(struct snapshot *snapshot, const struct kind *kind)
{
	GPtrArray *objects = snapshot->kinds[kind_index(kind)];
	const struct object **items = pool_alloc(snapshot->pool, objects->len * sizeof(items[0]) + 1), **next = items;

	for (guint i = 0; i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		object->parent->parts[kind_part_index(object->parent->kind, kind)] = (struct parts){ 0 };
	}
	for (guint i = 0; i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		object->parent->parts[kind_part_index(object->parent->kind, kind)].count++;
	}
	for (guint i = 0; i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		struct parts *parts = &object->parent->parts[kind_part_index(object->parent->kind, kind)];
		if (!parts->items) {
			parts->items = next;
			next += parts->count;
			parts->count = 0;
		}
		items[parts->items - items + parts->count++] = object;
	}
	for (guint i = 0; i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		struct parts *parts = &object->parent->parts[kind_part_index(object->parent->kind, kind)];
		if (parts->items[0] == object)
			sort_parts(items + (parts->items - items), parts->count);
	}
}

void snapshot_leave_out(struct snapshot *snapshot, const struct object *object)
{
	g_hash_table_add(snapshot->left_out, (gpointer)object);
}

bool snapshot_leaves_out(const struct snapshot *snapshot, const struct object *object)
{
	return g_hash_table_contains(snapshot->left_out, object);
}

void snapshot_keep(struct snapshot *snapshot, bool (*accept)(const struct object *, void *data), void *data)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];
		for (guint i = 0; i < objects->len; i++) {
			const struct object *object = objects->pdata[i];
			if ((object->parent && snapshot_leaves_out(snapshot, object->parent)) || !accept(object, data))
				snapshot_leave_out(snapshot, object);
		}
	}
}

struct objects snapshot_objects(const struct snapshot *snapshot, const struct kind *kind)
{
	GPtrArray *objects = snapshot->kinds[kind_index(kind)];

	return (struct objects){ objects->len, (const struct object *const *)objects->pdata };
}

struct objects snapshot_all(const struct snapshot *snapshot)
{
	return (struct objects){ snapshot->all->len, (const struct object *const *)snapshot->all->pdata };
}

struct own_objects snapshot_own_objects(struct snapshot *snapshot, const struct kind *kind)
{
	GPtrArray *objects = snapshot->kinds[kind_index(kind)];

	snapshot_forget_derived(snapshot);
	return (struct own_objects){ objects->len, (struct object *const *)objects->pdata };
}

struct own_objects snapshot_own_all(struct snapshot *snapshot)
{
	snapshot_forget_derived(snapshot);
	return (struct own_objects){ snapshot->all->len, (struct object *const *)snapshot->all->pdata };
}

struct object *snapshot_own(struct snapshot *snapshot, const struct object *object)
{
	snapshot_forget_derived(snapshot);
	return object ? snapshot->all->pdata[object->number] : NULL;
}

const struct object *snapshot_find(
	const struct snapshot *snapshot, const struct kind *kind, const char *schema, const char *identity)
{
	struct object key = {
		.kind = kind, .schema = pool_text(snapshot->pool, schema), .identity = pool_text(snapshot->pool, identity)
	};

	return g_hash_table_lookup(snapshot->by_identity, &key);
}

const struct object *snapshot_twin(const struct snapshot *snapshot, const struct object *object)
{
	if (!object->parent)
		return snapshot_find(snapshot, object->kind, object->schema, object->identity);
	const struct object *parent = snapshot_twin(snapshot, object->parent);
	return parent ? object_part(parent, object->kind, object->name) : NULL;
}

const struct object *snapshot_relation(const struct snapshot *snapshot, const char *schema, const char *name)
{
	struct object key = { .schema = pool_text(snapshot->pool, schema), .name = pool_text(snapshot->pool, name) };

	return g_hash_table_lookup(snapshot->relations, &key);
}

const struct object *snapshot_named_relation(
	const struct snapshot *snapshot, const struct object *object, const struct qualified *name)
{
	return name && name->name ? snapshot_relation(snapshot, object_schema_of(object, name), name->name) : NULL;
}

void snapshot_index_relations(struct snapshot *snapshot)
{
	for (guint i = 0; i < snapshot->all->len; i++) {
		struct object *object = snapshot->all->pdata[i];
		if (kind_is(object->kind, TRAIT_RELATION))
			g_hash_table_add(snapshot->relations, object);
	}
}

void snapshot_index(struct snapshot *snapshot)
{
	g_hash_table_remove_all(snapshot->by_identity);
	g_hash_table_remove_all(snapshot->relations);
	g_array_set_size(snapshot->other_names, 0);
	for (guint i = 0; i < snapshot->all->len; i++)
		if (!((const struct object *)snapshot->all->pdata[i])->parent)
			g_hash_table_add(snapshot->by_identity, snapshot->all->pdata[i]);
	snapshot_index_relations(snapshot);
}

void snapshot_add_name(struct snapshot *snapshot, struct object *object, const char *name)
{
	struct known_as known = { object, pool_text(snapshot->pool, name) };
	struct object *key = pool_alloc(snapshot->pool, sizeof(*key));

	*key = *object;
	key->name = key->identity = known.name;
	if (object->identity != object->name)
		key->identity = pool_printf(snapshot->pool, "%s%s", known.name, object->identity + strlen(object->name));
	g_array_append_val(snapshot->other_names, known);
	g_hash_table_insert(snapshot->by_identity, key, object);
	if (kind_is(object->kind, TRAIT_RELATION))
		g_hash_table_insert(snapshot->relations, key, object);
}

size_t snapshot_other_names(const struct snapshot *snapshot, const struct known_as **names)
{
	*names = (const struct known_as *)snapshot->other_names->data;
	return snapshot->other_names->len;
}
