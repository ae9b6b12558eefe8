/* A step of a plan at which a form is looked for, and what is asked of it. */
#include "diff/online/site.h"

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/words.h"
#include "sql/tokens.h"

#define TABLE(object) ((const struct table *)(object))

GPtrArray *online_partitions(const struct changes *changes, const struct object *table, bool had)
{
	const struct snapshot *snapshot = had ? changes->have : changes->want;
	const GArray *users = depend_needed_by(had ? changes->needs_have : changes->needs_want, table);
	GPtrArray *partitions = g_ptr_array_new();

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(snapshot).items[g_array_index(users, unsigned, i)];
		if (user->kind == &table_kind && TABLE(user)->partition_of && table_parent(snapshot, user) == table)
			g_ptr_array_add(partitions, (gpointer)user);
	}
	return partitions;
}

bool online_stays(const struct change *change)
{
	while (change->parent)
		change = change->parent;
	return change->have && change->want && !change_makes(change) && !change->aside;
}

bool online_is_undone_alone(const struct change *change)
{
	const struct batch *undo = change->batches[STAGE_UNDO];

	for (guint i = 0; undo && i < undo->before->len; i++) {
		const struct change *waiter = ((const struct batch *)undo->before->pdata[i])->change;
		/* a column that stays what it is to an index, such as one that becomes nullable */
		bool column = change_object(waiter)->kind == &column_kind && waiter->fate == FATE_ALTER && !waiter->disturbs &&
			      !waiter->renamed;
		if (waiter != change && !column)
			return false;
	}
	return !change->undone_by;
}

bool online_is_refused(const struct online_site *site, struct change *change, enum stage stage)
{
	return g_hash_table_contains((GHashTable *)site->refused, batch_find(change, stage));
}

struct change *online_change(const struct changes *changes, const struct object *object)
{
	struct change *change = object->number < snapshot_all(changes->want).count
					? changes_of_want(changes, snapshot_all(changes->want).items[object->number])
					: NULL;

	return change && change->want == object ? change : changes_of_have(changes, object);
}

static void add_leaves(GPtrArray *leaves, const struct online_site *site, const struct object *above)
{
	g_autoptr(GPtrArray) partitions = online_partitions(site->changes, above, false);

	for (guint i = 0; i < partitions->len; i++) {
		const struct object *table = partitions->pdata[i];
		if (table_is_partitioned(table))
			add_leaves(leaves, site, table);
		else if (online_stays(changes_of_want(site->changes, table)))
			g_ptr_array_add(leaves, (gpointer)table);
	}
}

GPtrArray *online_leaves(const struct online_site *site)
{
	GPtrArray *leaves = g_ptr_array_new();

	add_leaves(leaves, site, change_object(site->change)->parent);
	return leaves;
}

void online_site_init(struct online_site *site, const struct changes *changes, const GHashTable *refused, const struct batch *batch,
	const struct step *step)
{
	*site = (struct online_site){
		.changes = changes,
		.refused = refused,
		.change = online_change(changes, step->object),
		.batch = batch,
		.sql = step->sql,
		.computes = step->computes,
		.tokens = tokens_of(step->sql),
		.names = g_array_new(false, false, sizeof(struct words_name)),
	};
}

void online_site_clear(struct online_site *site)
{
	g_array_unref(site->tokens);
	g_array_unref(site->names);
}
