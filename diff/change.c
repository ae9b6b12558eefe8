/* The pairs of objects of two snapshots, and judging each. */
#include "diff/change.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/ddl/not_null.h"
#include "diff/follow.h"
#include "diff/judge.h"
#include "diff/pair.h"
#include "diff/trace.h"

const struct object *change_object(const struct change *change)
{
	return change->want ? change->want : change->have;
}

const struct change *change_whole(const struct change *change)
{
	while (change->parent)
		change = change->parent;
	return change;
}

bool change_differs(const struct change *change, const struct attribute *row)
{
	return change->have && change->want && !row->incidental && !attribute_equal(row, change->have, change->want);
}

bool change_differs_in(const struct change *change, const char *attribute)
{
	return change_differs(change, kind_attribute(change_object(change)->kind, attribute));
}

bool change_differs_only_in(const struct change *change, const char *attribute)
{
	const struct attribute *only = kind_attribute(change_object(change)->kind, attribute);

	for (const struct attribute *row = change_object(change)->kind->attributes; row->name; row++)
		if (row != only && change_differs(change, row))
			return false;
	return change_differs(change, only);
}

bool change_differs_at_all(const struct change *change)
{
	for (const struct attribute *row = change_object(change)->kind->attributes; row->name; row++)
		if (change_differs(change, row))
			return true;
	return change->have && change->want && change->have->signature != change->want->signature;
}

bool change_reorders(const struct changes *changes, const struct change *change)
{
	const struct kind *const *kind = change_object(change)->kind->parts;

	for (size_t k = 0; change->have && change->want && kind && kind[k]; k++) {
		struct parts old = change->have->parts[k], new = change->want->parts[k];
		size_t kept = 0;

		for (size_t i = 0; kind[k]->shape == PART_LIST && i < old.count; i++) {
			const struct object *twin = changes_of_have(changes, old.items[i])->want;
			if (twin && new.items[kept++] != twin)
				return true;
		}
	}
	return false;
}

bool change_differs_in_owner(const struct changes *changes, const struct change *change)
{
	/* there is no ALTER EXTENSION ... OWNER TO */
	return changes->owners && change->want->owner && change->have->owner != change->want->owner &&
	       change->want->kind != &extension_kind;
}

const char *change_comment(const struct object *object, const struct object *beside)
{
	return object->comment || !object->kind->given_comment ? object->comment : object->kind->given_comment(object, beside);
}

bool change_differs_in_comment(const struct object *have, const struct object *want)
{
	return change_comment(have, want) != change_comment(want, have);
}

/*
 * A new owner takes the place of the old one in the privileges of columns too: what was granted to either is granted again, or
 * revoked.
 */
static bool differs_by_owner(const struct changes *changes, const struct change *change)
{
	return change_object(change)->kind == &column_kind && (change->have->privileges || change->want->privileges) &&
	       change->parent->have && change->parent->want && change_differs_in_owner(changes, change->parent);
}

bool change_differs_in_common(const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	return change_differs_in_comment(have, want) || have->labels != want->labels || have->extensions != want->extensions ||
	       change_differs_in_owner(changes, change) ||
	       (changes->privileges &&
		       (!privileges_equal(have->privileges, want->privileges) || differs_by_owner(changes, change)));
}

void change_forget_placement(struct change *change)
{
	change->made_by = change->undone_by = change->evicts = NULL;
	change->meanwhile = NULL;
	change->late_default = false;
	memset(change->batches, 0, sizeof(change->batches));
}

void change_decide(struct change *change, enum fate fate, const struct change *cause)
{
	/* what changes already has its own reason, and may be the reason of this cause */
	if (change->fate == FATE_SAME && cause && cause->fate != FATE_SAME)
		change->because = cause;
	change->fate = fate;
	trace_widened(change, cause);
}

const struct change *change_root(const struct change *change)
{
	const struct change *root = change->because;

	while (root && root->because)
		root = root->because;
	return root;
}

bool change_makes(const struct change *change)
{
	return change->fate == FATE_CREATE || change->fate == FATE_REMAKE;
}

bool change_undoes(const struct change *change)
{
	return change->fate == FATE_DROP || change->fate == FATE_REMAKE;
}

struct change *changes_of_have(const struct changes *changes, const struct object *object)
{
	return changes->of_have[object->number];
}

struct change *changes_of_want(const struct changes *changes, const struct object *object)
{
	return changes->of_want[object->number];
}

const struct object *changes_identity_sequence(const struct changes *changes, const struct object *column)
{
	const struct object *sequence = g_hash_table_lookup(changes->owned_sequences, column);

	return sequence && ((const struct sequence *)sequence)->identity ? sequence : NULL;
}

/* An identity column's own comes before any other; of several others none counts. */
static void find_owned_sequences(struct changes *changes, const struct snapshot *snapshot)
{
	struct objects sequences = snapshot_objects(snapshot, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		const struct sequence *sequence = (const struct sequence *)sequences.items[i];
		if (!sequence->owner_table)
			continue;
		struct object *table = snapshot_relation(snapshot, sequence->object.schema, sequence->owner_table);
		struct object *column = table ? object_column(table, sequence->owner_column) : NULL;
		const struct sequence *other = column ? g_hash_table_lookup(changes->owned_sequences, column) : NULL;
		if (column && (!other || sequence->identity))
			g_hash_table_insert(changes->owned_sequences, column, sequences.items[i]);
		else if (column && !other->identity)
			g_hash_table_insert(changes->owned_sequences, column, NULL);
	}
}

/* A column's sequence by another name is the same one, renamed: its position is that of the column's values. */
static void pair_owned_sequences(struct changes *changes)
{
	struct objects sequences = snapshot_objects(changes->want, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		const struct sequence *want = (const struct sequence *)sequences.items[i];
		struct change *change = changes_of_want(changes, sequences.items[i]);
		const struct object *table = !change->have && want->owner_table
						     ? snapshot_relation(changes->want, want->object.schema, want->owner_table)
						     : NULL;
		const struct object *column = table ? object_column(table, want->owner_column) : NULL;
		const struct change *owner = column ? changes_of_want(changes, column) : NULL;
		const struct object *have =
			owner && owner->have ? g_hash_table_lookup(changes->owned_sequences, owner->have) : NULL;

		if (!have || g_hash_table_lookup(changes->owned_sequences, column) != sequences.items[i] ||
			changes_of_have(changes, have)->want || have->schema != want->object.schema)
			continue;
		g_ptr_array_remove(changes->all, changes_of_have(changes, have));
		changes->of_have[have->number] = change;
		change->have = have;
		change->renamed = true;
		change->fate = FATE_SAME;
	}
}

bool change_is_code(const struct kind *kind)
{
	return kind_is(kind, TRAIT_CODE);
}

bool changes_needs_undone_code(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		if (change_is_code(needed->kind) && change_undoes(changes_of_have(changes, needed)))
			return true;
	}
	return false;
}

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
	not_null_judge(changes);
}

static bool same_objects(struct object *const *have, struct object *const *want, size_t count);

static bool same_object(const struct object *have, const struct object *want)
{
	if (have->name != want->name || have->signature != want->signature || have->owner != want->owner ||
		change_differs_in_comment(have, want) || have->labels != want->labels || have->extensions != want->extensions ||
		!privileges_equal(have->privileges, want->privileges))
		return false;
	for (const struct attribute *row = want->kind->attributes; row->name; row++)
		if (!row->incidental && !attribute_equal(row, have, want))
			return false;
	for (size_t k = 0; want->kind->parts && want->kind->parts[k]; k++)
		if (have->parts[k].count != want->parts[k].count ||
			!same_objects(have->parts[k].items, want->parts[k].items, want->parts[k].count))
			return false;
	return true;
}

static bool same_objects(struct object *const *have, struct object *const *want, size_t count)
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

	changes->given = have;
	follow_names(changes, want);
	have = changes->followed ? changes->followed : have;
	changes->have = have;
	changes->want = want;
	changes->pool = snapshot_pool(want);
	changes->all = g_ptr_array_new();
	changes->of_have = g_new0(struct change *, snapshot_all(have).count + 1);
	changes->of_want = g_new0(struct change *, snapshot_all(want).count + 1);
	changes->target = snapshot_target(have) ? snapshot_target(have) : snapshot_target(want);
	changes->owners = !snapshot_silences(have)->owners && !snapshot_silences(want)->owners;
	changes->privileges = !snapshot_silences(have)->privileges && !snapshot_silences(want)->privileges;
	changes->owned_sequences = g_hash_table_new(NULL, NULL);
	changes->aside_names = aside_names_new();
	changes->kept = g_ptr_array_new_with_free_func(g_free);
	find_owned_sequences(changes, have);
	find_owned_sequences(changes, want);
	for (size_t k = 0; k < kind_count; k++)
		if (!kinds[k]->part && (changes->privileges || !kinds[k]->only_privileges))
			pairs_add(changes, kinds[k]);
	pair_owned_sequences(changes);
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
	aside_names_free(changes->aside_names);
	g_ptr_array_unref(changes->kept);
	g_clear_pointer(&changes->shared_names, g_hash_table_unref);
	g_clear_pointer(&changes->computing, g_hash_table_unref);
	depend_free(changes->needs_have);
	depend_free(changes->needs_want);
	snapshot_free(changes->followed);
	g_free(changes);
}

bool changes_any(const struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++)
		if (((struct change *)changes->all->pdata[i])->fate != FATE_SAME)
			return true;
	return false;
}

bool change_is_told_elsewhere(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change);
	const struct change *parent = change->parent;
	bool one_side = !change->have || !change->want;

	if (parent && (!parent->have || !parent->want))
		return true;
	if (parent && one_side && object->kind == &column_kind && !kind_is_table(parent->want->kind))
		return true;
	return one_side && object->kind->implied && object->kind->implied(change->want ? changes->want : changes->have, object);
}
