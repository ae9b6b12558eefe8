/* Which batches of tables wait for which. */
#include "diff/ddl/table_edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/table_kept.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/ddl/type_edges.h"

/*
 * A table's indexes are made when its partitions are attached: attaching one would make an index of its own choice for each that
 * the table has.
 */
static void add_attached(struct changes *changes, struct change *table)
{
	const struct object *parent =
		table->want && kind_is_table(table->want->kind) && ((const struct table *)table->want)->partition_of
			? table_parent(changes->want, table->want)
			: NULL;

	for (size_t k = 0; parent && parent->kind->parts[k]; k++)
		for (size_t i = 0; kind_is(parent->kind->parts[k], TRAIT_INDEX) && i < parent->parts[k].count; i++)
			batch_before(batch_find(table, STAGE_LATE),
				batch_find(changes_of_want(changes, parent->parts[k].items[i]), STAGE_MAKE));
}

/* Columns of the table that go; among: but those of names that this one has, too. NULL: all. */
static void await_columns(struct changes *changes, const struct object *table, const struct object *among, struct batch *waiting)
{
	const struct change *change = table ? changes_of_want(changes, table) : NULL;
	struct parts columns = change && change->have ? object_columns(change->have) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		if (!among || object_column(among, columns.items[i]->name))
			batch_before(batch_undoing(changes_of_have(changes, columns.items[i])), waiting);
}

/* The same of all tables that it is to inherit from: a parent that is made again has the columns of its own parents. */
static void await_columns_above(
	struct changes *changes, const struct object *table, const struct object *among, struct batch *waiting)
{
	const struct object *parent;

	for (size_t i = 0; (parent = table_parent_at(changes->want, table, i)); i++) {
		await_columns(changes, parent, among, waiting);
		await_columns_above(changes, parent, among, waiting);
	}
}

void table_await_partitions(struct changes *changes, const struct object *parent, struct batch *waiting)
{
	const struct change *change = changes_of_want(changes, parent);
	const GArray *users = change->have ? depend_needed_by(changes->needs_have, change->have) : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		bool attached = kind_is_table(user->kind) && ((const struct table *)user)->partition_of &&
				table_is_child(changes->have, user, change->have);
		struct change *partition = attached ? changes_of_have(changes, user) : NULL;
		if (partition && partition->fate == FATE_DROP)
			batch_before(batch_undoing(partition), waiting);
		else if (partition && partition->want)
			table_await_partitions(changes, partition->want, waiting);
	}
}

/* A partitioned table's index is valid only when those of all partitions are attached to it. */
void table_await_attached(struct changes *changes, const struct object *key, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_want, key);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!index_attached_to(user))
			continue;
		batch_before(batch_find(changes_of_want(changes, user), STAGE_LATE), waiting);
		table_await_attached(changes, user, waiting);
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
				table_await_attached(changes, change->want, attach);
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

void table_await_children(struct changes *changes, const struct object *table, const struct object *part, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_have, table);

	for (guint i = 0; i < users->len; i++) {
		const struct object *child = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(child->kind) || !table_is_child(changes->have, child, table))
			continue;
		if (change_undoes(changes_of_have(changes, child)) &&
			(!part || collides(part, object_part(child, part->kind, part->name))))
			batch_before(batch_undoing(changes_of_have(changes, child)), waiting);
		table_await_children(changes, child, part, waiting);
	}
}

void table_add_part_edges(struct changes *changes, struct change *part)
{
	add_partition(changes, part);
	add_index(changes, part);
}

/* A table is put to its parents when columns that neither is to have are gone, though that loses data. */
static void add_linked(struct changes *changes, struct change *table)
{
	const struct table *want = table->want && kind_is_table(table->want->kind) ? (const struct table *)table->want : NULL;
	bool created = want && want->inherits && change_makes(table); /* INHERITS is said by CREATE TABLE */
	struct batch *link = !want ? NULL : created ? batch_find(table, STAGE_MAKE) : batch_find(table, STAGE_LATE);
	const struct object *parent;

	if (!link)
		return;
	/* the old one, where it is put aside, has its columns until it is gone */
	const struct object *among = created && table->aside ? table->want : NULL;
	if (!among)
		await_columns(changes, table->want, NULL, link);
	await_columns_above(changes, table->want, among, link);
	for (size_t i = 0; want->partition_of && (parent = table_parent_at(changes->want, table->want, i)); i++)
		table_await_partitions(changes, parent, link);
}

/* No table that others inherit from becomes a partition. */
static void add_heirs(struct changes *changes, struct change *table)
{
	const struct table *want = table->want && kind_is_table(table->want->kind) ? (const struct table *)table->want : NULL;

	if (want && want->partition_of && table->have)
		table_await_children(changes, table->have, NULL, batch_find(table, STAGE_LATE));
}

/* Rows are carried over to a table that is made again when its partitions, and theirs, are there for them. */
static void add_carried(struct changes *changes, struct change *table)
{
	bool partition = table->want && kind_is_table(table->want->kind) && ((const struct table *)table->want)->partition_of;
	struct batch *attach = partition ? batch_find(table, STAGE_LATE) : NULL;

	for (const struct object *above = attach ? table_parent(changes->want, table->want) : NULL; above;
		above = table_parent(changes->want, above))
		if (changes_of_want(changes, above)->aside)
			batch_before(attach, batch_find(changes_of_want(changes, above), STAGE_LATE));
}

/* Partitions are taken out before a key of the tables above goes: what they keep of it is dropped from each. */
static void add_left_keys(struct changes *changes, struct change *table)
{
	struct batch *undo = table->have && table->want && kind_is_table(table->have->kind) ? batch_find(table, STAGE_UNDO) : NULL;
	const struct object *above = undo ? table_parent(changes->have, table->have) : NULL;

	for (; above && ((const struct table *)table->have)->partition_of; above = table_parent(changes->have, above)) {
		struct parts keys = object_parts(above, &foreign_key_kind);
		for (size_t i = 0; i < keys.count; i++)
			if (!foreign_key_is_internal(keys.items[i]))
				batch_before(undo, batch_find(changes_of_have(changes, keys.items[i]), STAGE_UNDO));
	}
}

void table_add_edges(struct changes *changes, struct change *change)
{
	table_kept_add_edges(changes, change);
	if (change->fate == FATE_SAME)
		return;
	add_attached(changes, change);
	partition_rows_add_edges(changes, change);
	if (kind_is_table(change_object(change)->kind))
		type_free_rows(changes, change);
	add_linked(changes, change);
	add_heirs(changes, change);
	add_carried(changes, change);
	add_left_keys(changes, change);
}
