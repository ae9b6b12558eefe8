/* One schema description, whole: building it, finishing it, finding objects in it. */
#include "catalog/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/role_names.h"
#include "catalog/schema.h"
#include "sql/settle.h"

struct snapshot {
	struct pool *pool;
	struct silence silence;
	enum optional optional;
	GHashTable *role_names;
	int version, target;
	GPtrArray **kinds;          /* objects by kind_index(), sorted once finished */
	const struct kind *last_kind;
	GPtrArray *last_objects;
	GPtrArray *all;
	GHashTable *by_identity;    /* top-level objects */
	GArray *needs;              /* struct need */
	GHashTable *relations;      /* what shares the namespace of pg_class */
};

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
	snapshot->kinds = g_new(GPtrArray *, kind_count);
	for (size_t i = 0; i < kind_count; i++)
		snapshot->kinds[i] = g_ptr_array_new();
	snapshot->all = g_ptr_array_new();
	snapshot->needs = g_array_new(false, false, sizeof(struct need));
	snapshot->by_identity = g_hash_table_new(identity_hash, identity_equal);
	snapshot->relations = g_hash_table_new(name_hash, name_equal);
	return snapshot;
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	for (size_t i = 0; i < kind_count; i++)
		g_ptr_array_unref(snapshot->kinds[i]);
	g_free(snapshot->kinds);
	g_ptr_array_unref(snapshot->all);
	g_array_unref(snapshot->needs);
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

enum optional snapshot_optional(const struct snapshot *snapshot)
{
	return snapshot->optional;
}

void snapshot_set_optional(struct snapshot *snapshot, enum optional optional)
{
	snapshot->optional = optional;
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

struct object *snapshot_add(struct snapshot *snapshot, const struct kind *kind, const char *schema, const char *name, const char *signature)
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
	const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;

	if (!kind_is_ordered(x->kind))
		return strcmp(x->name, y->name);
	return x->position < y->position ? -1 : x->position > y->position;
}

static void sort_parts(struct parts *parts)
{
	for (size_t i = 1; i < parts->count; i++)
		if (compare_parts(&parts->items[i - 1], &parts->items[i]) > 0) {
			qsort(parts->items, parts->count, sizeof(parts->items[0]), compare_parts);
			return;
		}
}

void snapshot_gather_parts(struct snapshot *snapshot, const struct kind *kind)
{
	GPtrArray *objects = snapshot->kinds[kind_index(kind)];
	struct object **items = pool_alloc(snapshot->pool, objects->len * sizeof(items[0]) + 1), **next = items;

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
		parts->items[parts->count++] = object;
	}
	for (guint i = 0; i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		struct parts *parts = &object->parent->parts[kind_part_index(object->parent->kind, kind)];
		if (parts->items[0] == object)
			sort_parts(parts);
	}
}

void snapshot_keep(struct snapshot *snapshot, bool (*accept)(const struct object *, void *data), void *data)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];
		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i];
			if (object->parent ? object->parent->member : !accept(object, data))
				object->member = true;
		}
	}
}

static bool is_home(const struct snapshot *snapshot, const char *schema)
{
	for (size_t k = 0; k < kind_count; k++)
		for (guint i = 0; !kinds[k]->part && i < snapshot->kinds[k]->len; i++) {
			const struct object *object = snapshot->kinds[k]->pdata[i];
			if (object->schema == schema && !object->member)
				return true;
		}
	return false;
}

/* An extension's schema is told of when users have put objects into it. */
static void keep_homes(struct snapshot *snapshot)
{
	GPtrArray *schemas = snapshot->kinds[kind_index(&schema_kind)];

	for (guint i = 0; i < schemas->len; i++) {
		struct object *schema = schemas->pdata[i];
		if (schema->member && ((const struct schema *)schema)->extension)
			schema->member = !is_home(snapshot, schema->name);
	}
}

/* Members of extensions, and the parts of members: kinds[] has parents before parts. Default privileges that say nothing are none. */
static void leave_out_members(struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];
		guint kept = 0;

		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i];
			object->member = object->member || (object->parent && object->parent->member) || (kinds[k]->rights_of && !object->privileges);
			if (!object->member)
				objects->pdata[kept++] = object;
		}
		g_ptr_array_set_size(objects, (gint)kept);
	}
}

/* Expressions in the form at which the server settles, whoever wrote them. */
static void settle_texts(struct snapshot *snapshot, struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		const char *text = row->refers == REFERS_TEXT && row->type == ATTRIBUTE_TEXT ? attribute_text(row, object) : NULL;
		g_autofree char *settled = text ? settle_expression(text) : NULL;
		if (settled)
			attribute_set_text(row, object, pool_text(snapshot->pool, settled));
	}
}

static void settle(struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];
		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i];
			settle_texts(snapshot, object);
			if (kinds[k]->settle)
				kinds[k]->settle(snapshot, object);
			if (!object->identity)
				object->identity = object->signature ? pool_printf(snapshot->pool, "%s(%s)", object->name, object->signature) : object->name;
		}
	}
}

static void leave_out_needs(GArray *needs)
{
	guint kept = 0;

	for (guint i = 0; i < needs->len; i++) {
		struct need need = g_array_index(needs, struct need, i);
		if (!need.from->member && !need.to->member)
			g_array_index(needs, struct need, kept++) = need;
	}
	g_array_set_size(needs, kept);
}

static void gather_all(struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->part)
			snapshot_gather_parts(snapshot, kinds[k]);
}

static void number_with_parts(struct snapshot *snapshot, struct object *object)
{
	object->number = snapshot->all->len;
	g_ptr_array_add(snapshot->all, object);
	for (size_t p = 0; object->kind->parts && object->kind->parts[p]; p++)
		for (size_t i = 0; i < object->parts[p].count; i++)
			number_with_parts(snapshot, object->parts[p].items[i]);
}

/* Whether the object shares pg_class's namespace; a constraint's index has its name. */
static bool is_relation(const struct kind *kind)
{
	return kind == &table_kind || kind == &foreign_table_kind || kind == &view_kind || kind == &materialized_view_kind || kind == &sequence_kind || kind == &composite_kind ||
	       kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind;
}

static bool number_and_find_twins(struct snapshot *snapshot, GError **error)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];

		if (kinds[k]->part)
			continue;
		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i], *twin;
			number_with_parts(snapshot, object);
			twin = g_hash_table_lookup(snapshot->by_identity, object);
			g_hash_table_add(snapshot->by_identity, object);
			if (!twin)
				continue;
			g_autofree char *name = object_describe(object);
			g_set_error(error, g_quark_from_static_string("catalog"), 1, "%s stands twice: at line %u and at line %u", name, twin->line,
				    object->line);
			return false;
		}
	}
	for (guint i = 0; i < snapshot->all->len; i++) {
		struct object *object = snapshot->all->pdata[i];
		if (is_relation(object->kind))
			g_hash_table_add(snapshot->relations, object);
	}
	return true;
}

bool snapshot_finish(struct snapshot *snapshot, GError **error)
{
	keep_homes(snapshot);
	leave_out_members(snapshot);
	leave_out_needs(snapshot->needs);
	if (snapshot->role_names)
		role_names_replace(snapshot, snapshot->role_names);
	settle(snapshot);
	gather_all(snapshot);
	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->finish)
			kinds[k]->finish(snapshot);
	for (size_t k = 0; k < kind_count; k++)
		if (!kinds[k]->part && snapshot->kinds[k]->len)
			qsort(snapshot->kinds[k]->pdata, snapshot->kinds[k]->len, sizeof(gpointer), object_compare);
	if (!number_and_find_twins(snapshot, error))
		return false;
	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->complete)
			kinds[k]->complete(snapshot);
	return true;
}

struct objects snapshot_objects(const struct snapshot *snapshot, const struct kind *kind)
{
	GPtrArray *objects = snapshot->kinds[kind_index(kind)];

	return (struct objects){ objects->len, (struct object *const *)objects->pdata };
}

struct objects snapshot_all(const struct snapshot *snapshot)
{
	return (struct objects){ snapshot->all->len, (struct object *const *)snapshot->all->pdata };
}

struct object *snapshot_find(const struct snapshot *snapshot, const struct kind *kind, const char *schema, const char *identity)
{
	struct object key = { .kind = kind, .schema = pool_text(snapshot->pool, schema), .identity = pool_text(snapshot->pool, identity) };

	return g_hash_table_lookup(snapshot->by_identity, &key);
}

struct object *snapshot_relation(const struct snapshot *snapshot, const char *schema, const char *name)
{
	struct object key = { .schema = pool_text(snapshot->pool, schema), .name = pool_text(snapshot->pool, name) };

	return g_hash_table_lookup(snapshot->relations, &key);
}
