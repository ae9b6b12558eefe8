/*
 * Which batches of relations and their parts wait for each other where the dependency graph does not tell: partitions, attached
 * indexes, materialized views.
 */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/trigger.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/generated.h"
#include "diff/ddl/not_null.h"
#include "diff/order.h"
#include "diff/partition_rows.h"

/* A partitioned table's index is valid only when those of all partitions are attached to it. */
static void await_attached(struct changes *changes, const struct object *key, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_want, key);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!index_attached_to(user))
			continue;
		batch_before(batch_find(changes_of_want(changes, user), STAGE_LATE), waiting);
		await_attached(changes, user, waiting);
	}
}

/* A partition's own constraints and indexes are there before it is attached, and attached to its parent's after. */
static void add_partition(struct changes *changes, struct change *change)
{
	struct change *table = change->parent;

	if (!table || change_object(change)->kind == &column_kind || !table->want || !kind_is_table(table->want->kind))
		return;
	const struct kind *kind = change_object(change)->kind;
	bool indexed = kind_attribute(kind, "attached_to");
	struct batch *attach = batch_find(table, STAGE_LATE);
	if (((const struct table *)table->want)->partition_of || ((const struct table *)table->want)->inherits) {
		if (kind == &check_kind || indexed) {
			batch_before(batch_find(change, STAGE_MAKE), attach);
			batch_before(attach, batch_find(change, STAGE_LATE));
			if (change->want && index_attached_to(change->want) && attach)
				await_attached(changes, change->want, attach);
		}
	} else if (indexed || kind == &policy_kind) {
		batch_before(batch_find(change, STAGE_MAKE), attach);
	}
}

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
	struct parts columns = change && change->have ? object_parts(change->have, &column_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		batch_before(edges_undoing(changes_of_have(changes, columns.items[i])), waiting);
}

/*
 * What waits until the partitions of a table, and theirs, that are dropped are gone: others that take their bounds, keys that would
 * hold them.
 */
static void await_partitions(struct changes *changes, const struct object *parent, struct batch *waiting)
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
			await_partitions(changes, partition->want, waiting);
	}
}

/* An index that is made while a table has partitions without one of their own would not be valid, nor when they are gone. */
static void add_index(struct changes *changes, struct change *change)
{
	const struct object *table = change->parent && change_makes(change) ? change->parent->want : NULL;

	if (table && table->kind == &table_kind && kind_attribute(change_object(change)->kind, "attached_to"))
		await_partitions(changes, table, batch_find(change, STAGE_MAKE));
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
			await_partitions(changes, parent, link);
	}
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

/* The keys that refer to a partitioned table hold each of its partitions. */
static void free_partitions(struct changes *changes, struct batch *key, const struct object *table)
{
	const GArray *users = depend_needed_by(changes->needs_have, table);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(user->kind) || !((const struct table *)user)->partition_of)
			continue;
		batch_before(key, batch_find(changes_of_have(changes, user), STAGE_UNDO));
		free_partitions(changes, key, user);
	}
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

/* A foreign key that was loosened from an index is off while the columns that the index includes change their types. */
static void add_rebuilt_index(struct changes *changes, struct change *key, const struct depend *graph,
	const struct snapshot *snapshot, const struct object *index)
{
	bool had = snapshot == changes->have;
	const GArray *needs = depend_needs(graph, index);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *column = snapshot_all(snapshot).items[g_array_index(needs, unsigned, i)];
		struct change *change = column->kind == &column_kind
						? had ? changes_of_have(changes, column) : changes_of_want(changes, column)
						: NULL;
		if (had)
			batch_before(batch_find(key, STAGE_UNDO), batch_find(change, STAGE_MAKE));
		else
			batch_before(batch_find(change, STAGE_MAKE), batch_find(key, STAGE_MAKE));
	}
}

static void add_foreign_key(struct changes *changes, struct change *change)
{
	const GArray *needs =
		change->want && batch_find(change, STAGE_MAKE) ? depend_needs(changes->needs_want, change->want) : NULL;
	const struct foreign_key *key = (const struct foreign_key *)change->have;
	const struct object *table = key && change->batches[STAGE_UNDO]
					     ? snapshot_relation(changes->have, key->referenced_schema, key->referenced_table)
					     : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &table_kind)
			await_partitions(changes, needed, batch_find(change, STAGE_MAKE));
		if (kind_attribute(needed->kind, "attached_to"))
			await_attached(changes, needed, batch_find(change, STAGE_MAKE));
	}
	if (change->fate == FATE_REMAKE && foreign_key_is_internal(change->want))
		await_partitions(changes, change->want->parent, batch_find(change, STAGE_MAKE));
	if (table)
		free_partitions(changes, change->batches[STAGE_UNDO], table);
	for (int side = 0; side < 2 && change->fate == FATE_REMAKE; side++) {
		const struct snapshot *snapshot = side ? changes->want : changes->have;
		const struct depend *graph = side ? changes->needs_want : changes->needs_have;
		const GArray *of = depend_needs(graph, side ? change->want : change->have);
		for (guint i = 0; i < of->len; i++) {
			const struct object *needed = snapshot_all(snapshot).items[g_array_index(of, unsigned, i)];
			if (kind_attribute(needed->kind, "attached_to"))
				add_rebuilt_index(changes, change, graph, snapshot, needed);
		}
	}
}

/* A trigger's clone on a partition is there when the partition is attached, and does as those above it until told otherwise. */
static void add_clone(struct changes *changes, struct change *change)
{
	struct batch *late = batch_find(change, STAGE_LATE);
	const struct object *table = late && change->want ? change->want->parent : NULL;

	for (; table && ((const struct trigger *)change->want)->inherited; table = table_parent(changes->want, table))
		batch_before(batch_find(changes_of_want(changes, table), STAGE_LATE), late);
}

/* A materialized view is filled after those that it reads through other views. */
static void add_filled(struct changes *changes, struct batch *late, const struct object *view, GHashTable *seen)
{
	const GArray *needs = late ? depend_needs(changes->needs_want, view) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &materialized_view_kind)
			batch_before(batch_find(changes_of_want(changes, needed), STAGE_LATE), late);
		else if (needed->kind == &view_kind && g_hash_table_add(seen, (gpointer)needed))
			add_filled(changes, late, needed, seen);
	}
}

/* What the server forgets when it rebuilds an index is said when no column of the table will have another type any more. */
static void add_rebuilt(struct changes *changes, struct change *key)
{
	struct batch *make = key->fate == FATE_ALTER ? batch_find(key, STAGE_MAKE) : NULL;
	struct parts columns = make ? object_parts(key->want->parent->parent, &column_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		batch_before(batch_find(changes_of_want(changes, columns.items[i]), STAGE_MAKE), make);
}

/* NOT NULL that a partition keeps is set again when it was dropped for all of the table. */
static void add_kept_not_null(struct changes *changes, struct change *column)
{
	struct batch *again = not_null_is_taken_along(changes, column) ? batch_find(column, STAGE_LATE) : NULL;

	for (struct change *upper = again ? changes_inherited_from(changes, column) : NULL; upper;
		upper = changes_inherited_from(changes, upper))
		batch_before(batch_find(upper, STAGE_MAKE), again);
}

/* The table is out of its publications while a virtual column gets another expression. */
static void add_published(struct changes *changes, struct change *column)
{
	const GArray *users = column->have && column->want && generated_unsettles(changes, column)
				      ? depend_needed_by(changes->needs_have, column->have->parent)
				      : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		struct change *user =
			changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(users, unsigned, i)]);
		if (user->have->kind != &publication_table_kind)
			continue;
		batch_before(batch_find(user, STAGE_UNDO), batch_find(column, STAGE_MAKE));
		batch_before(batch_find(column, STAGE_MAKE), batch_find(user, STAGE_MAKE));
	}
}

static bool becomes_unlogged_or_logged(const struct change *table)
{
	return table->have && table->want &&
	       ((const struct table *)table->have)->unlogged != ((const struct table *)table->want)->unlogged;
}

/* No logged table refers to one that is not. */
static void add_persistence(struct changes *changes, struct change *change)
{
	const struct foreign_key *key = (const struct foreign_key *)change->want;
	const struct object *other =
		key && change->have ? snapshot_relation(changes->want, key->referenced_schema, key->referenced_table) : NULL;
	struct change *referenced = other && other->kind == &table_kind ? changes_of_want(changes, other) : NULL,
		      *table = change->parent;

	if (!referenced || referenced->fate != FATE_ALTER || table->fate != FATE_ALTER)
		return;
	if (((const struct table *)table->want)->unlogged)
		batch_before(batch_find(table, STAGE_MAKE), batch_find(referenced, STAGE_MAKE));
	else
		batch_before(batch_find(referenced, STAGE_MAKE), batch_find(table, STAGE_MAKE));
}

/* A foreign key that goes is gone before either of its tables becomes logged or unlogged: the other one may stay as it is. */
static void await_foreign_key(struct changes *changes, struct change *change)
{
	const struct foreign_key *key = (const struct foreign_key *)change->have;
	const struct object *referenced = snapshot_relation(changes->have, key->referenced_schema, key->referenced_table);
	struct change *const tables[] = { change->parent, referenced ? changes_of_have(changes, referenced) : NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (tables[i] && tables[i]->fate == FATE_ALTER && kind_is_table(tables[i]->have->kind) &&
			becomes_unlogged_or_logged(tables[i]))
			batch_before(edges_undoing(change), batch_find(tables[i], STAGE_MAKE));
}

/* Whether both may not be merged: columns of two types, checks of two expressions. */
static bool collides(const struct object *part, const struct object *other)
{
	const struct attribute *row = kind_attribute(part->kind, part->kind == &column_kind ? "type" : "expression");

	return other && attribute_text(row, part) != attribute_text(row, other);
}

/*
 * A column or check that comes to a parent would be put upon children that go, which may have another one of that name. Without a
 * part: what waits for all children that go.
 */
static void await_children(struct changes *changes, const struct object *table, const struct object *part, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_have, table);

	for (guint i = 0; i < users->len; i++) {
		const struct object *child = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(child->kind) || !table_is_child(changes->have, child, table))
			continue;
		if (change_undoes(changes_of_have(changes, child)) &&
			(!part || collides(part, object_part(child, part->kind, part->name))))
			batch_before(edges_undoing(changes_of_have(changes, child)), waiting);
		await_children(changes, child, part, waiting);
	}
}

/* No table that others inherit from becomes a partition. */
static void add_heirs(struct changes *changes, struct change *table)
{
	const struct table *want = table->want && kind_is_table(table->want->kind) ? (const struct table *)table->want : NULL;

	if (want && want->partition_of && table->have)
		await_children(changes, table->have, NULL, batch_find(table, STAGE_LATE));
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
		struct parts columns = stored ? object_parts(table, &column_kind) : (struct parts){ 0 };
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

/* A table has one primary key at a time. */
static void await_primary_key(struct changes *changes, struct change *key)
{
	struct parts keys = key->parent->have ? object_parts(key->parent->have, &primary_key_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < keys.count; i++)
		batch_before(edges_undoing(changes_of_have(changes, keys.items[i])), batch_find(key, STAGE_MAKE));
}

void edges_add_relations(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct kind *kind = change_object(change)->kind;

		if (kind == &foreign_key_kind && becomes_unlogged_or_logged(change->parent))
			add_persistence(changes, change);
		if (change->fate == FATE_SAME)
			continue;
		add_partition(changes, change);
		add_attached(changes, change);
		partition_rows_add_edges(changes, change);
		add_index(changes, change);
		add_linked(changes, change);
		add_heirs(changes, change);
		add_carried(changes, change);
		add_left_keys(changes, change);
		if (kind == &foreign_key_kind)
			add_foreign_key(changes, change);
		if (kind == &foreign_key_kind && change->have && change_undoes(change))
			await_foreign_key(changes, change);
		if (kind == &index_key_kind)
			add_rebuilt(changes, change);
		if (kind == &column_kind) {
			add_kept_not_null(changes, change);
			add_published(changes, change);
		}
		if ((kind == &column_kind || kind == &check_kind) && change_makes(change) && change->parent->have &&
			batch_find(change, STAGE_MAKE))
			await_children(changes, change->parent->have, change->want, batch_find(change, STAGE_MAKE));
		bool stores = kind == &column_kind || kind == &composite_attribute_kind || kind == &domain_kind;
		if (stores && change->have && change_undoes(change))
			add_stored_rows(changes, change, true);
		if (stores && change->want && change_makes(change))
			add_stored_rows(changes, change, false);
		if (kind == &primary_key_kind && change_makes(change))
			await_primary_key(changes, change);
		if (kind == &trigger_kind)
			add_clone(changes, change);
		if (change->want && kind == &materialized_view_kind) {
			g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
			add_filled(changes, batch_find(change, STAGE_LATE), change->want, seen);
		}
	}
}
