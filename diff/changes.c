/* The pairs of objects of two snapshots, and judging each. */
#include "diff/changes.h"

#include "catalog/kinds.h"
#include "diff/aside_name.h"
#include "diff/ddl/verbs.h"
#include "diff/follow.h"
#include "diff/judge.h"
#include "diff/pair.h"

/* Keys of an index or a partitioned table cannot be altered one by one, nor members of an operator class. */
static void judge_plain_parts(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (kind_is(change_object(change)->kind, TRAIT_OF_WHOLE) && change->parent && change->fate != FATE_SAME &&
			change->fate != FATE_ALTER && change->parent->fate != FATE_CREATE && change->parent->fate != FATE_DROP)
			change->parent->fate = FATE_REMAKE;
	}
}

static void judge(struct changes *changes)
{
	const struct verbs *verbs;

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];

		if (!change->have || !change->want)
			continue;
		if (change->renamed || change_differs_at_all(change) || change_reorders(changes, change))
			judge_pair(changes, change);
		if (change->fate == FATE_SAME && (change->renamed || change_differs_in_common(changes, change)))
			change->fate = FATE_ALTER;
	}
	judge_plain_parts(changes);
	for (size_t i = 0; (verbs = verbs_at(i)); i++)
		if (verbs->judge_all)
			verbs->judge_all(changes);
}

static bool same_objects(const struct object *const *have, const struct object *const *want, size_t count);

static bool same_object(const struct object *have, const struct object *want)
{
	if (have->name != want->name || have->signature != want->signature || have->owner != want->owner ||
		change_differs_in_comment(have, want) || have->labels != want->labels || have->extensions != want->extensions ||
		!privileges_equal(have->privileges, want->privileges) || !object_attributes_equal(have, want))
		return false;
	for (size_t k = 0; want->kind->parts && want->kind->parts[k]; k++)
		if (have->parts[k].count != want->parts[k].count ||
			!same_objects(have->parts[k].items, want->parts[k].items, want->parts[k].count))
			return false;
	return true;
}

static bool same_objects(const struct object *const *have, const struct object *const *want, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (have[i]->schema != want[i]->schema || !same_object(have[i], want[i]))
			return false;
	return true;
}

bool changes_none(const struct snapshot *have, const struct snapshot *want)
{
	for (size_t k = 0; k < kind_count; k++) {
		struct objects old = snapshot_objects(have, kinds[k]), new = snapshot_objects(want, kinds[k]);
		if (!kinds[k]->part && (old.count != new.count || !same_objects(old.items, new.items, new.count)))
			return false;
	}
	return true;
}

struct changes *changes_new(const struct snapshot *have, const struct snapshot *want)
{
	struct changes *changes = g_new0(struct changes, 1);
	const struct verbs *verbs;

	changes->given = have;
	follow_names(changes, want);
	changes->want = want;
	changes->pool = snapshot_pool(want);
	changes->all = g_ptr_array_new();
	changes->of_have = g_new0(struct change *, snapshot_all(changes->have).count + 1);
	changes->of_want = g_new0(struct change *, snapshot_all(want).count + 1);
	changes->target = snapshot_target(have) ? snapshot_target(have) : snapshot_target(want);
	changes->owners = !snapshot_silences(have)->owners && !snapshot_silences(want)->owners;
	changes->privileges = !snapshot_silences(have)->privileges && !snapshot_silences(want)->privileges;
	changes->owned_sequences = g_hash_table_new(NULL, NULL);
	changes->conversions = g_hash_table_new(NULL, NULL);
	changes->aside_names = aside_names_new();
	changes->kept = g_ptr_array_new_with_free_func(g_free);
	for (size_t k = 0; k < kind_count; k++)
		if (!kinds[k]->part && (changes->privileges || !kinds[k]->only_privileges))
			pairs_add(changes, kinds[k]);
	for (size_t i = 0; (verbs = verbs_at(i)); i++)
		if (verbs->pair_all)
			verbs->pair_all(changes);
	judge(changes);
	return changes;
}

void changes_free(struct changes *changes)
{
	if (!changes)
		return;
	g_ptr_array_unref(changes->all);
	g_free(changes->of_have);
	g_free(changes->of_want);
	g_hash_table_unref(changes->owned_sequences);
	g_hash_table_unref(changes->conversions);
	aside_names_free(changes->aside_names);
	g_ptr_array_unref(changes->kept);
	g_clear_pointer(&changes->shared_names, g_hash_table_unref);
	g_clear_pointer(&changes->computing, g_hash_table_unref);
	g_clear_pointer(&changes->given_back, g_hash_table_unref);
	depend_free(changes->own_have);
	depend_free(changes->own_want);
	snapshot_free(changes->followed);
	g_free(changes);
}
