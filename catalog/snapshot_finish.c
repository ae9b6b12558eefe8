/* Completes a snapshot: removes what is left out, canonicalises, sorts and numbers objects. */
#include "catalog/snapshot_finish.h"

#include "catalog/snapshot.h"

#include <stdlib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/schema.h"
#include "catalog/kinds/table.h"
#include "catalog/role_names.h"
#include "catalog/schema_names.h"
#include "catalog/snapshot_inside.h"
#include "sql/settle.h"

static bool is_home(const struct snapshot *snapshot, const char *schema)
{
	for (size_t k = 0; k < kind_count; k++)
		for (guint i = 0; !kinds[k]->part && i < snapshot->kinds[k]->len; i++) {
			const struct object *object = snapshot->kinds[k]->pdata[i];
			if (object->schema == schema && !snapshot_leaves_out(snapshot, object))
				return true;
		}
	return false;
}

/* An extension's schema is described when users have objects in it. */
static void keep_homes(struct snapshot *snapshot)
{
	GPtrArray *schemas = snapshot->kinds[kind_index(&schema_kind)];

	for (guint i = 0; i < schemas->len; i++) {
		const struct object *schema = schemas->pdata[i];
		if (((const struct schema *)schema)->extension && snapshot_leaves_out(snapshot, schema) &&
			is_home(snapshot, schema->name))
			g_hash_table_remove(snapshot->left_out, schema);
	}
}

/* Also leaves out the parts: kinds[] has parents before parts. Empty default privileges are left out. */
static void leave_out_objects(struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++) {
		GPtrArray *objects = snapshot->kinds[k];
		guint kept = 0;

		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i];
			if ((object->parent && snapshot_leaves_out(snapshot, object->parent)) ||
				(kinds[k]->rights_of && !object->privileges))
				snapshot_leave_out(snapshot, object);
			if (!snapshot_leaves_out(snapshot, object))
				objects->pdata[kept++] = object;
			else if (object->parent && object->parent->parts)
				/* collected during reading; again if others were left out */
				object->parent->parts[kind_part_index(object->parent->kind, kinds[k])] = (struct parts){ 0 };
		}
		g_ptr_array_set_size(objects, (gint)kept);
	}
}

/* Brings expressions to the form at which the server settles. */
static void settle_texts(struct snapshot *snapshot, struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		const char *text = row->refers == REFERS_TEXT && row->type == ATTRIBUTE_TEXT ? attribute_text(row, object) : NULL;
		g_autofree char *settled = text ? settle_expression(text) : NULL;
		if (settled)
			attribute_set_text(row, snapshot->pool, object, pool_text(snapshot->pool, settled));
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
				object->identity = object->signature
							   ? pool_printf(snapshot->pool, "%s(%s)", object->name, object->signature)
							   : object->name;
		}
	}
}

/* Partitions that were left out are still there: their parent must know, as its keys and indexes are to reach them. */
static GPtrArray *left_out_partitions(const struct snapshot *snapshot)
{
	GPtrArray *partitions = g_ptr_array_new();

	for (size_t k = 0; k < kind_count; k++) {
		const GPtrArray *tables = snapshot->kinds[k];
		for (guint i = 0; kind_is_table(kinds[k]) && i < tables->len; i++) {
			const struct object *table = tables->pdata[i];
			if (((const struct table *)table)->partition_of && snapshot_leaves_out(snapshot, table))
				g_ptr_array_add(partitions, (gpointer)table);
		}
	}
	return partitions;
}

static void tell_parents(struct snapshot *snapshot, const GPtrArray *partitions)
{
	for (guint i = 0; i < partitions->len; i++) {
		struct table *parent = (struct table *)snapshot_own(snapshot, table_parent(snapshot, partitions->pdata[i]));
		if (parent && kind_is_table(parent->object.kind))
			parent->hidden_partitions = true;
	}
}

static void leave_out_needs(struct snapshot *snapshot)
{
	GArray *needs = snapshot->needs;
	guint kept = 0;

	for (guint i = 0; i < needs->len; i++) {
		struct need need = g_array_index(needs, struct need, i);
		if (!snapshot_leaves_out(snapshot, need.from) && !snapshot_leaves_out(snapshot, need.to))
			g_array_index(needs, struct need, kept++) = need;
	}
	g_array_set_size(needs, kept);
}

/* Forgets which objects were left out: another object may later have the same address. */
static void leave_out(struct snapshot *snapshot)
{
	leave_out_objects(snapshot);
	leave_out_needs(snapshot);
	g_hash_table_remove_all(snapshot->left_out);
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
	for (size_t p = 0; object->kind->parts && object->kind->parts[p]; p++) {
		struct own_parts parts = object_own_parts(object, object->kind->parts[p]);
		for (size_t i = 0; i < parts.count; i++)
			number_with_parts(snapshot, parts.items[i]);
	}
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
			g_autofree char *name = object_describe(object), *place = object_place(object);
			g_set_error(error, g_quark_from_static_string("catalog"), 1, "%s%s stands twice, first at line %u", place,
				name, twin->line);
			return false;
		}
	}
	snapshot_index_relations(snapshot);
	return true;
}

static void sort(struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++)
		if (!kinds[k]->part && snapshot->kinds[k]->len)
			qsort(snapshot->kinds[k]->pdata, snapshot->kinds[k]->len, sizeof(gpointer), object_compare);
}

void snapshot_refresh(struct snapshot *snapshot)
{
	snapshot_forget_derived(snapshot);
	leave_out(snapshot);
	for (guint i = 0; i < snapshot->all->len; i++) {
		const struct object *object = snapshot->all->pdata[i];
		for (size_t p = 0; object->kind->parts && object->kind->parts[p]; p++)
			object->parts[p] = (struct parts){ 0 };
	}
	gather_all(snapshot);
	sort(snapshot);
	g_ptr_array_set_size(snapshot->all, 0);
	for (size_t k = 0; k < kind_count; k++)
		for (guint i = 0; !kinds[k]->part && i < snapshot->kinds[k]->len; i++)
			number_with_parts(snapshot, snapshot->kinds[k]->pdata[i]);
	snapshot_index(snapshot);
}

bool snapshot_finish(struct snapshot *snapshot, GError **error)
{
	keep_homes(snapshot);
	g_autoptr(GPtrArray) partitions = left_out_partitions(snapshot);
	leave_out(snapshot);
	if (snapshot->role_names)
		role_names_replace(snapshot, snapshot->role_names);
	if (!schema_names_replace(snapshot, snapshot->schema_names, error))
		return false;
	settle(snapshot);
	gather_all(snapshot);
	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->finish)
			kinds[k]->finish(snapshot);
	sort(snapshot);
	if (!number_and_find_twins(snapshot, error))
		return false;
	tell_parents(snapshot, partitions);
	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->complete)
			kinds[k]->complete(snapshot);
	return true;
}
