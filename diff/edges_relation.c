/*
 * Which batches of relations and their parts wait for each other where the dependency graph does not tell: partitions, attached
 * indexes, materialized views.
 */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/table_edges.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"

/* A partitioned table's index is valid only when those of all partitions are attached to it. */
void edges_await_attached(struct changes *changes, const struct object *key, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_want, key);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!index_attached_to(user))
			continue;
		batch_before(batch_find(changes_of_want(changes, user), STAGE_LATE), waiting);
		edges_await_attached(changes, user, waiting);
	}
}

/* A partition's own constraints and indexes are there before it is attached, and attached to its parent's after. */
static void add_partition(struct changes *changes, struct change *change)
{
	struct change *table = change->parent;

	if (!table || change_object(change)->kind == &column_kind || !table->want || !kind_is_table(table->want->kind))
		return;
	const struct kind *kind = change_object(change)->kind;
	bool indexed = kind_is(kind, TRAIT_INDEX);
	struct batch *attach = batch_find(table, STAGE_LATE);
	if (((const struct table *)table->want)->partition_of || ((const struct table *)table->want)->inherits) {
		if (kind == &check_kind || indexed) {
			batch_before(batch_find(change, STAGE_MAKE), attach);
			batch_before(attach, batch_find(change, STAGE_LATE));
			if (change->want && index_attached_to(change->want) && attach)
				edges_await_attached(changes, change->want, attach);
		}
	} else if (indexed || kind == &policy_kind) {
		batch_before(batch_find(change, STAGE_MAKE), attach);
	}
}

/* An index that is made while a table has partitions without one of their own would not be valid, nor when they are gone. */
static void add_index(struct changes *changes, struct change *change)
{
	const struct object *table = change->parent && change_makes(change) ? change->parent->want : NULL;

	if (table && kind_is_table(table->kind) && kind_is(change_object(change)->kind, TRAIT_INDEX))
		table_await_partitions(changes, table, batch_find(change, STAGE_MAKE));
}

/* Whether both may not be merged: columns of two types, checks of two expressions. */
static bool collides(const struct object *part, const struct object *other)
{
	const struct attribute *row = kind_attribute(part->kind, part->kind == &column_kind ? "type" : "expression");

	return other && attribute_text(row, part) != attribute_text(row, other);
}

void edges_await_children(struct changes *changes, const struct object *table, const struct object *part, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_have, table);

	for (guint i = 0; i < users->len; i++) {
		const struct object *child = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(child->kind) || !table_is_child(changes->have, child, table))
			continue;
		if (change_undoes(changes_of_have(changes, child)) &&
			(!part || collides(part, object_part(child, part->kind, part->name))))
			batch_before(edges_undoing(changes_of_have(changes, child)), waiting);
		edges_await_children(changes, child, part, waiting);
	}
}

/* What stores rows of a table goes before a column of that changes, and comes after. */
static void add_stored_rows(struct changes *changes, struct change *change, bool goes)
{
	const struct snapshot *snapshot = goes ? changes->have : changes->want;
	const struct object *storing = goes ? change->have : change->want;
	const char *type = attribute_text(kind_attribute(storing->kind, "type"), storing);
	const GArray *needs = depend_needs(goes ? changes->needs_have : changes->needs_want, storing);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *table = snapshot_all(snapshot).items[g_array_index(needs, unsigned, i)];
		bool stored = kind_is_table(table->kind) && convert_is_of(snapshot, type, table);
		struct parts columns = stored ? object_columns(table) : (struct parts){ 0 };
		for (size_t c = 0; c < columns.count; c++) {
			struct change *column =
				goes ? changes_of_have(changes, columns.items[c]) : changes_of_want(changes, columns.items[c]);
			if (goes)
				batch_before(edges_undoing(change), batch_find(column, STAGE_MAKE));
			else if (column->parent != change->parent)
				batch_before(batch_find(column, STAGE_MAKE), batch_find(change, STAGE_MAKE));
		}
	}
}

void edges_add_relations(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct kind *kind = change_object(change)->kind;

		if (change->fate != FATE_SAME) {
			add_partition(changes, change);
			add_index(changes, change);
		}
		if (verbs_of(kind)->add_edges)
			verbs_of(kind)->add_edges(changes, change);
		if (change->fate == FATE_SAME)
			continue;
		if (kind_is(kind, TRAIT_MERGED) && change_makes(change) && change->parent->have && batch_find(change, STAGE_MAKE))
			edges_await_children(changes, change->parent->have, change->want, batch_find(change, STAGE_MAKE));
		if (kind_is(kind, TRAIT_TYPED) && change->have && change_undoes(change))
			add_stored_rows(changes, change, true);
		if (kind_is(kind, TRAIT_TYPED) && change->want && change_makes(change))
			add_stored_rows(changes, change, false);
	}
}
