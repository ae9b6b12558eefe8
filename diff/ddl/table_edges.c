/* Which batches of tables wait for which. */
#include "diff/ddl/table_edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/edges.h"
#include "diff/partition_rows.h"

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
	const struct kind *const indexed[] = { &index_kind, &primary_key_kind, &unique_kind, &exclusion_kind };

	for (size_t k = 0; parent && k < G_N_ELEMENTS(indexed); k++) {
		struct parts parts = object_parts(parent, indexed[k]);
		for (size_t i = 0; i < parts.count; i++)
			batch_before(
				batch_find(table, STAGE_LATE), batch_find(changes_of_want(changes, parts.items[i]), STAGE_MAKE));
	}
}

static void await_columns(struct changes *changes, const struct object *table, struct batch *waiting)
{
	const struct change *change = table ? changes_of_want(changes, table) : NULL;
	struct parts columns = change && change->have ? object_columns(change->have) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		batch_before(edges_undoing(changes_of_have(changes, columns.items[i])), waiting);
}

void table_await_partitions(struct changes *changes, const struct object *parent, struct batch *waiting)
{
	const struct change *change = changes_of_want(changes, parent);
	const GArray *users = change->have ? depend_needed_by(changes->needs_have, change->have) : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		struct change *partition = kind_is_table(user->kind) && ((const struct table *)user)->partition_of
						   ? changes_of_have(changes, user)
						   : NULL;
		if (partition && partition->fate == FATE_DROP)
			batch_before(edges_undoing(partition), waiting);
		else if (partition && partition->want)
			table_await_partitions(changes, partition->want, waiting);
	}
}

/* A table is put to its parents when columns that neither is to have are gone, though that loses data. */
static void add_linked(struct changes *changes, struct change *table)
{
	const struct table *want = table->want && kind_is_table(table->want->kind) ? (const struct table *)table->want : NULL;
	bool created = want && want->inherits && change_makes(table); /* INHERITS is said by CREATE TABLE */
	struct batch *link = !want ? NULL : created ? batch_find(table, STAGE_MAKE) : batch_find(table, STAGE_LATE);
	const struct object *parent;

	if (!link || (created && table->aside)) /* the old one holds the columns of its parents until it is gone */
		return;
	await_columns(changes, table->want, link);
	for (size_t i = 0; (parent = table_parent_at(changes->want, table->want, i)); i++) {
		await_columns(changes, parent, link);
		if (want->partition_of)
			table_await_partitions(changes, parent, link);
	}
}

/* No table that others inherit from becomes a partition. */
static void add_heirs(struct changes *changes, struct change *table)
{
	const struct table *want = table->want && kind_is_table(table->want->kind) ? (const struct table *)table->want : NULL;

	if (want && want->partition_of && table->have)
		edges_await_children(changes, table->have, NULL, batch_find(table, STAGE_LATE));
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
	if (change->fate == FATE_SAME)
		return;
	add_attached(changes, change);
	partition_rows_add_edges(changes, change);
	add_linked(changes, change);
	add_heirs(changes, change);
	add_carried(changes, change);
	add_left_keys(changes, change);
}
