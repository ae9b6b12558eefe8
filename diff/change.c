/* Pairing the objects of two snapshots, and judging each pair. */
#include "diff/change.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/sequence.h"
#include "catalog/table.h"
#include "diff/not_null.h"
#include "diff/verbs.h"

const struct object *change_object(const struct change *change)
{
	return change->want ? change->want : change->have;
}

bool change_differs(const struct change *change, const struct attribute *row)
{
	return change->have && change->want && !row->incidental && !attribute_equal(row, change->have, change->want);
}

bool change_differs_in(const struct change *change, const char *attribute)
{
	return change_differs(change, kind_attribute(change_object(change)->kind, attribute));
}

bool change_differs_at_all(const struct change *change)
{
	for (const struct attribute *row = change_object(change)->kind->attributes; row->name; row++)
		if (change_differs(change, row))
			return true;
	return change->have && change->want && change->have->signature != change->want->signature;
}

bool change_reorders(const struct change *change)
{
	const struct kind *const *kind = change_object(change)->kind->parts;

	for (size_t k = 0; change->have && change->want && kind && kind[k]; k++) {
		struct parts old = change->have->parts[k], new = change->want->parts[k];
		size_t kept = 0;

		if (kind[k]->shape != PART_LIST)
			continue;
		for (size_t i = 0; i < old.count; i++) {
			size_t at = 0;
			while (at < new.count && new.items[at]->name != old.items[i]->name && new.items[at]->oldname != old.items[i]->name)
				at++;
			if (at < new.count && at != kept++)
				return true;
		}
	}
	return false;
}

bool change_differs_in_common(const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	return have->comment != want->comment || have->labels != want->labels || (changes->owners && have->owner != want->owner && want->owner) ||
	       (changes->privileges && !privileges_equal(have->privileges, want->privileges));
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

static struct change *add(struct changes *changes, struct change *parent, const struct object *have, const struct object *want)
{
	struct change *change = pool_alloc(changes->pool, sizeof(*change));

	*change = (struct change){ .have = have, .want = want, .parent = parent };
	change->fate = !have ? FATE_CREATE : !want ? FATE_DROP : FATE_SAME;
	change->renamed = have && want && have->name != want->name;
	g_ptr_array_add(changes->all, change);
	if (have)
		changes->of_have[have->number] = change;
	if (want)
		changes->of_want[want->number] = change;
	return change;
}

static const struct object *part_named(struct parts parts, const char *name)
{
	for (size_t i = 0; name && i < parts.count; i++)
		if (parts.items[i]->name == name)
			return parts.items[i];
	return NULL;
}

/* The way back: an object of have whose hint says that it was called so before. */
static const struct object *renamed_from(struct object *const *have, size_t count, const struct object *want)
{
	for (size_t i = 0; i < count; i++)
		if (have[i]->oldname == want->name && have[i]->schema == want->schema)
			return have[i];
	return NULL;
}

/* Keys of indexes have no names of their own: the list is compared as a whole, by position. */
static const struct object *twin_of_part(struct parts have, const struct object *want, size_t position)
{
	if (want->kind->shape == PART_PLAIN)
		return position < have.count ? have.items[position] : NULL;
	if (position < have.count && have.items[position]->name == want->name)
		return have.items[position];
	const struct object *twin = part_named(have, want->name);
	if (!twin)
		twin = part_named(have, want->oldname);
	return twin ? twin : renamed_from(have.items, have.count, want);
}

static void pair_parts(struct changes *changes, struct change *parent)
{
	const struct object *have = parent->have, *want = parent->want;
	const struct kind *const *kind = change_object(parent)->kind->parts;

	for (size_t k = 0; kind && kind[k]; k++) {
		struct parts old = have ? have->parts[k] : (struct parts){ 0 }, new = want ? want->parts[k] : (struct parts){ 0 };

		for (size_t i = 0; i < new.count; i++) {
			const struct object *twin = twin_of_part(old, new.items[i], i);
			bool kept = twin && twin->name != new.items[i]->name && kind[k]->shape != PART_PLAIN && part_named(new, twin->name);
			if (twin && (kept || changes->of_have[twin->number]))
				twin = NULL;
			pair_parts(changes, add(changes, parent, twin, new.items[i]));
		}
		for (size_t i = 0; i < old.count; i++)
			if (!changes->of_have[old.items[i]->number])
				pair_parts(changes, add(changes, parent, old.items[i], NULL));
	}
}

static int compare_twins(const struct object *have, const struct object *want)
{
	int order = have->schema == want->schema ? 0 : g_strcmp0(have->schema, want->schema);

	return order ? order : have->identity == want->identity ? 0 : strcmp(have->identity, want->identity);
}

/* The old name of a routine or an operator class is bare: its signature is that of the new one. */
static const struct object *find_by_oldname(const struct changes *changes, const struct object *want)
{
	const struct object *have = snapshot_find(changes->have, want->kind, want->schema, want->oldname);

	if (have || !want->kind->signed_name || !g_str_has_prefix(want->identity, want->name))
		return have;
	return snapshot_find(changes->have, want->kind, want->schema, pool_printf(changes->pool, "%s%s", want->oldname, want->identity + strlen(want->name)));
}

static void pair_kind(struct changes *changes, const struct kind *kind)
{
	struct objects old = snapshot_objects(changes->have, kind), new = snapshot_objects(changes->want, kind);

	bool hints = false;
	for (size_t i = 0; i < old.count && !hints; i++)
		hints = old.items[i]->oldname;
	for (size_t i = 0; i < new.count; i++) {
		const struct object *want = new.items[i], *have = NULL;

		if (i < old.count && compare_twins(old.items[i], want) == 0)
			have = old.items[i];
		if (!have)
			have = snapshot_find(changes->have, kind, want->schema, want->identity);
		if (!have && want->oldname)
			have = find_by_oldname(changes, want);
		if (!have && hints)
			have = renamed_from(old.items, old.count, want);
		if (have && have->name != want->name && snapshot_find(changes->want, kind, have->schema, have->identity))
			have = NULL;
		if (have && changes->of_have[have->number])
			have = NULL;
		pair_parts(changes, add(changes, NULL, have, want));
	}
	for (size_t i = 0; i < old.count; i++)
		if (!changes->of_have[old.items[i]->number])
			pair_parts(changes, add(changes, NULL, old.items[i], NULL));
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
		struct object *column = table ? object_part(table, &column_kind, sequence->owner_column) : NULL;
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
		const struct object *table = !change->have && want->owner_table ? snapshot_relation(changes->want, want->object.schema, want->owner_table) : NULL;
		const struct object *column = table ? object_part(table, &column_kind, want->owner_column) : NULL;
		const struct change *owner = column ? changes_of_want(changes, column) : NULL;
		const struct object *have = owner && owner->have ? g_hash_table_lookup(changes->owned_sequences, owner->have) : NULL;

		if (!have || g_hash_table_lookup(changes->owned_sequences, column) != sequences.items[i] || changes_of_have(changes, have)->want ||
		    have->schema != want->object.schema)
			continue;
		g_ptr_array_remove(changes->all, changes_of_have(changes, have));
		changes->of_have[have->number] = change;
		change->have = have;
		change->renamed = true;
		change->fate = FATE_SAME;
	}
}

bool changes_needs_undone_code(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		bool code = needed->kind == &function_kind || needed->kind == &aggregate_kind || needed->kind == &operator_kind || needed->kind == &operator_class_kind;
		if (code && change_undoes(changes_of_have(changes, needed)))
			return true;
	}
	return false;
}

/* Keys of an index or a partitioned table cannot be altered one by one, nor members of an operator class. */
static bool is_of_whole(const struct kind *kind)
{
	return kind->shape == PART_PLAIN || kind == &class_operator_kind || kind == &class_function_kind;
}

static void judge_plain_parts(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (is_of_whole(change_object(change)->kind) && change->parent && change->fate != FATE_SAME && change->fate != FATE_ALTER &&
		    change->parent->fate != FATE_CREATE && change->parent->fate != FATE_DROP)
			change->parent->fate = FATE_REMAKE;
	}
}

static void judge(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct verbs *verbs = verbs_of(change_object(change)->kind);

		if (!change->have || !change->want)
			continue;
		if (change->renamed || change_differs_at_all(change) || change_reorders(change))
			(verbs->judge ? verbs->judge : plain_judge)(changes, change);
		if (change->fate == FATE_SAME && (change->renamed || change_differs_in_common(changes, change)))
			change->fate = FATE_ALTER;
	}
	judge_plain_parts(changes);
	not_null_judge(changes);
}

static bool same_objects(struct object *const *have, struct object *const *want, size_t count);

static bool same_object(const struct object *have, const struct object *want)
{
	if (have->name != want->name || have->signature != want->signature || have->owner != want->owner || have->comment != want->comment || have->labels != want->labels ||
	    !privileges_equal(have->privileges, want->privileges))
		return false;
	for (const struct attribute *row = want->kind->attributes; row->name; row++)
		if (!row->incidental && !attribute_equal(row, have, want))
			return false;
	for (size_t k = 0; want->kind->parts && want->kind->parts[k]; k++)
		if (have->parts[k].count != want->parts[k].count || !same_objects(have->parts[k].items, want->parts[k].items, want->parts[k].count))
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
	find_owned_sequences(changes, have);
	find_owned_sequences(changes, want);
	for (size_t k = 0; k < kind_count; k++)
		if (!kinds[k]->part && (changes->privileges || !kinds[k]->only_privileges))
			pair_kind(changes, kinds[k]);
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
	depend_free(changes->needs_have);
	depend_free(changes->needs_want);
	g_free(changes);
}

bool changes_any(const struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++)
		if (((struct change *)changes->all->pdata[i])->fate != FATE_SAME)
			return true;
	return false;
}
