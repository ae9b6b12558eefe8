/* Which batches of constraints wait for which. */
#include "diff/ddl/constraint_edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/table_edges.h"
#include "diff/order.h"

/* A table has one primary key at a time. */
static void await_primary_key(struct changes *changes, struct change *key)
{
	struct parts keys = key->parent->have ? object_parts(key->parent->have, &primary_key_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < keys.count; i++)
		batch_before(batch_undoing(changes_of_have(changes, keys.items[i])), batch_find(key, STAGE_MAKE));
}

void primary_key_add_edges(struct changes *changes, struct change *key)
{
	if (key->fate != FATE_SAME && change_makes(key))
		await_primary_key(changes, key);
}

/* Foreign keys that reference a partitioned table depend on each of its partitions. */
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
	const struct object *table = key && change->batches[STAGE_UNDO] ? foreign_key_referenced(changes->have, key) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &table_kind)
			table_await_partitions(changes, needed, batch_find(change, STAGE_MAKE));
		if (kind_is(needed->kind, TRAIT_INDEX))
			table_await_attached(changes, needed, batch_find(change, STAGE_MAKE));
	}
	if (change->fate == FATE_REMAKE && foreign_key_is_internal(change->want))
		table_await_partitions(changes, change->want->parent, batch_find(change, STAGE_MAKE));
	if (table)
		free_partitions(changes, change->batches[STAGE_UNDO], table);
	for (int side = 0; side < 2 && change->fate == FATE_REMAKE; side++) {
		const struct snapshot *snapshot = side ? changes->want : changes->have;
		const struct depend *graph = side ? changes->needs_want : changes->needs_have;
		const GArray *of = depend_needs(graph, side ? change->want : change->have);
		for (guint i = 0; i < of->len; i++) {
			const struct object *needed = snapshot_all(snapshot).items[g_array_index(of, unsigned, i)];
			if (kind_is(needed->kind, TRAIT_INDEX))
				add_rebuilt_index(changes, change, graph, snapshot, needed);
		}
	}
}

/* A new foreign key takes any key of the columns: one that goes would be held by it, and has to be gone before. */
static void await_old_keys(struct changes *changes, struct change *change)
{
	const struct foreign_key *key = (const struct foreign_key *)change->want;
	const struct object *referenced = foreign_key_referenced(changes->want, key);
	const struct change *at = referenced ? changes_of_want(changes, referenced) : NULL;
	const struct object *table = at && !change_undoes(at) ? at->have : NULL;

	for (size_t k = 0; table && table->kind->parts[k]; k++)
		for (size_t i = 0; kind_is(table->kind->parts[k], TRAIT_INDEX) && i < table->parts[k].count; i++) {
			struct change *old = changes_of_have(changes, table->parts[k].items[i]);
			if (change_undoes(old) && foreign_key_can_use(old->have, key->referenced_columns))
				batch_before(batch_undoing(old), batch_find(change, STAGE_MAKE));
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
	const struct object *other = key && change->have ? foreign_key_referenced(changes->want, key) : NULL;
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
	const struct object *referenced = foreign_key_referenced(changes->have, key);
	struct change *const tables[] = { change->parent, referenced ? changes_of_have(changes, referenced) : NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (tables[i] && tables[i]->fate == FATE_ALTER && kind_is_table(tables[i]->have->kind) &&
			becomes_unlogged_or_logged(tables[i]))
			batch_before(batch_undoing(change), batch_find(tables[i], STAGE_MAKE));
}

void foreign_key_add_edges(struct changes *changes, struct change *key)
{
	if (becomes_unlogged_or_logged(key->parent))
		add_persistence(changes, key);
	if (key->fate == FATE_SAME)
		return;
	add_foreign_key(changes, key);
	if (change_makes(key))
		await_old_keys(changes, key);
	if (key->have && change_undoes(key))
		await_foreign_key(changes, key);
}

/* A child's check can go when it is no more its parent's, and stay when it has left before that goes, perhaps by one above. */
bool check_inherits_had(struct changes *changes, struct change *check, struct change *upper, struct batch *undo)
{
	struct batch *gone = batch_undoing(upper);

	for (struct change *above = upper; !gone && above; above = changes_inherited_from(changes, above))
		gone = batch_undoing(above);
	if (!check->undone_by && !upper->undone_by)
		batch_before(gone, undo);
	if (!change_undoes(check->parent)) {
		batch_before(batch_find(check->parent, STAGE_UNDO), gone);
		batch_before(gone, batch_find(check, STAGE_MAKE)); /* it went along, and comes back as the child's own */
	}
	return true;
}

/* A child's own check goes before its parent brings one. */
bool check_inherits_has(struct change *check, struct change *upper, struct batch *make)
{
	(void)make;
	batch_before(batch_find(check, STAGE_UNDO), batch_find(upper, STAGE_MAKE));
	return false;
}
