/* Copies of a whole snapshot, or of an object: not of the texts, which are of the pool. */
#include "catalog/snapshot_copy.h"

#include "catalog/snapshot.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot_inside.h"

static size_t count_part_kinds(const struct kind *kind)
{
	size_t count = 0;

	while (kind->parts && kind->parts[count])
		count++;
	return count;
}

/* The copy of an object of the other snapshot: it has the same number. */
static struct object *twin_of(const struct snapshot *copy, const struct object *object)
{
	return object ? copy->all->pdata[object->number] : NULL;
}

static void copy_object(struct snapshot *copy, const struct object *object)
{
	struct object *twin = pool_alloc(copy->pool, object->kind->size);

	memcpy(twin, object, object->kind->size);
	g_ptr_array_add(copy->all, twin);
	twin->parent = twin_of(copy, object->parent);
}

/* The lists of parts, of objects that are all there. */
static void copy_parts(struct snapshot *copy, struct object *twin)
{
	size_t kinds_of_parts = count_part_kinds(twin->kind);
	struct parts *parts = kinds_of_parts ? pool_alloc(copy->pool, kinds_of_parts * sizeof(*parts)) : NULL;

	for (size_t k = 0; k < kinds_of_parts; k++) {
		const struct parts *old = &twin->parts[k];
		const struct object **items = pool_alloc(copy->pool, old->count * sizeof(items[0]) + 1);
		for (size_t i = 0; i < old->count; i++)
			items[i] = twin_of(copy, old->items[i]);
		parts[k] = (struct parts){ old->count, items };
	}
	twin->parts = parts;
}

struct snapshot *snapshot_copy(const struct snapshot *snapshot)
{
	struct snapshot *copy = snapshot_new(snapshot->pool);

	copy->silence = snapshot->silence;
	copy->optional = snapshot->optional;
	copy->role_names = snapshot->role_names;
	copy->version = snapshot->version;
	copy->target = snapshot->target;
	for (guint i = 0; i < snapshot->all->len; i++)
		copy_object(copy, snapshot->all->pdata[i]);
	for (guint i = 0; i < copy->all->len; i++)
		copy_parts(copy, copy->all->pdata[i]);
	for (size_t k = 0; k < kind_count; k++)
		for (guint i = 0; i < snapshot->kinds[k]->len; i++)
			g_ptr_array_add(copy->kinds[k], twin_of(copy, snapshot->kinds[k]->pdata[i]));
	for (guint i = 0; i < snapshot->needs->len; i++) {
		const struct need *need = &g_array_index(snapshot->needs, struct need, i);
		snapshot_add_need(copy, twin_of(copy, need->from), twin_of(copy, need->to));
	}
	snapshot_index(copy);
	return copy;
}

struct object *snapshot_adopt(struct snapshot *snapshot, const struct object *object, struct object *parent)
{
	struct object *twin = pool_alloc(snapshot->pool, object->kind->size);
	size_t kinds_of_parts = count_part_kinds(object->kind);

	memcpy(twin, object, object->kind->size);
	twin->parent = parent;
	twin->parts = kinds_of_parts ? pool_alloc(snapshot->pool, kinds_of_parts * sizeof(*twin->parts)) : NULL;
	g_ptr_array_add(snapshot->kinds[kind_index(object->kind)], twin);
	for (size_t k = 0; k < kinds_of_parts; k++) {
		const struct parts *old = &object->parts[k];
		const struct object **items = pool_alloc(snapshot->pool, old->count * sizeof(items[0]) + 1);
		for (size_t i = 0; i < old->count; i++)
			items[i] = snapshot_adopt(snapshot, old->items[i], twin);
		twin->parts[k] = (struct parts){ old->count, items };
	}
	return twin;
}
