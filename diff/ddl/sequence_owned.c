/* Sequences that belong to columns: which they are, and what follows from that for the sequence. */
#include "diff/ddl/sequence_owned.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "diff/order.h"
#include "diff/pair.h"

#define SEQUENCE(object) ((const struct sequence *)(object))

struct change *sequence_owner(const struct changes *changes, const struct object *sequence, bool had)
{
	const struct object *column = sequence_column(had ? changes->have : changes->want, sequence);

	return !column ? NULL : had ? changes_of_have(changes, column) : changes_of_want(changes, column);
}

const struct object *sequence_of_identity(const struct changes *changes, const struct object *column)
{
	const struct object *sequence = g_hash_table_lookup(changes->owned_sequences, column);

	return sequence && SEQUENCE(sequence)->identity ? sequence : NULL;
}

/* An identity column's own comes before any other; of several others none counts. */
static void find_owned(struct changes *changes, const struct snapshot *snapshot)
{
	struct objects sequences = snapshot_objects(snapshot, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		const struct object *column = sequence_column(snapshot, sequences.items[i]);
		const struct object *other = column ? g_hash_table_lookup(changes->owned_sequences, column) : NULL;
		if (column && (!other || SEQUENCE(sequences.items[i])->identity))
			g_hash_table_insert(changes->owned_sequences, (gpointer)column, (gpointer)sequences.items[i]);
		else if (column && !SEQUENCE(other)->identity)
			g_hash_table_insert(changes->owned_sequences, (gpointer)column, NULL);
	}
}

/* The sequence of the identity column on the other side, where the column is one there too; NULL: none. */
static const struct object *identity_beside(const struct changes *changes, const struct object *sequence, bool had)
{
	const struct change *column = SEQUENCE(sequence)->identity ? sequence_owner(changes, sequence, had) : NULL;
	const struct object *other = !column ? NULL : had ? column->want : column->have;

	return other ? sequence_of_identity(changes, other) : NULL;
}

/*
 * An identity column keeps its sequence, and no other column can take that over: where two tables have changed names, sequences of
 * the same name are not the same ones.
 */
static void separate_identities(struct changes *changes)
{
	struct objects sequences = snapshot_objects(changes->want, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		struct change *change = changes_of_want(changes, sequences.items[i]);
		const struct object *had = change->have ? identity_beside(changes, change->want, false) : NULL,
				    *has = change->have ? identity_beside(changes, change->have, true) : NULL;

		if ((had && had != change->have) || (has && has != change->want))
			pairs_separate(changes, change);
	}
}

/* A column's sequence by another name is the same one, renamed: its position is that of the column's values. */
static void pair_owned(struct changes *changes)
{
	struct objects sequences = snapshot_objects(changes->want, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		struct change *change = changes_of_want(changes, sequences.items[i]);
		const struct object *column = !change->have ? sequence_column(changes->want, sequences.items[i]) : NULL;
		const struct change *owner = column ? changes_of_want(changes, column) : NULL;
		const struct object *have =
			owner && owner->have ? g_hash_table_lookup(changes->owned_sequences, owner->have) : NULL;

		if (!have || g_hash_table_lookup(changes->owned_sequences, column) != sequences.items[i] ||
			changes_of_have(changes, have)->want || have->schema != sequences.items[i]->schema)
			continue;
		g_ptr_array_remove(changes->all, changes_of_have(changes, have));
		changes->of_have[have->number] = change;
		change->have = have;
		change->renamed = true;
		change->fate = FATE_SAME;
	}
}

void sequence_pair_all(struct changes *changes)
{
	find_owned(changes, changes->have);
	find_owned(changes, changes->want);
	separate_identities(changes);
	pair_owned(changes);
}

/* The sequence of an identity column is made and dropped by the column, an owned one goes with its column. */
void sequence_place_all(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change_object(change)->kind != &sequence_kind)
			continue;
		struct change *had = change->have ? sequence_owner(changes, change->have, true) : NULL,
			      *has = change->want ? sequence_owner(changes, change->want, false) : NULL;
		if (had && change_undoes(change) &&
			(SEQUENCE(change->have)->identity || (change->fate == FATE_DROP && had->fate == FATE_DROP)))
			change->undone_by = had;
		if (has && change_makes(change) && SEQUENCE(change->want)->identity)
			change->made_by = has;
	}
}

void sequence_add_edges(struct changes *changes, struct change *change)
{
	const struct change *owner = change->fate == FATE_ALTER ? sequence_owner(changes, change->have, true) : NULL;

	if (owner && owner->parent->aside)
		batch_before(batch_find(change, STAGE_UNDO), batch_undoing(owner->parent));
}

static void say_gone_of(struct say *s, enum stage stage, const struct object *column)
{
	const GArray *users = depend_needed_by(s->changes->needs_have, column);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(s->changes->have).items[g_array_index(users, unsigned, i)];
		if (user->kind == &sequence_kind && !SEQUENCE(user)->identity &&
			sequence_column(s->changes->have, user) == column && change_undoes(changes_of_have(s->changes, user)))
			say(s, stage, "DROP SEQUENCE %O", user);
	}
}

void sequence_say_gone(struct say *s, enum stage stage)
{
	struct parts columns = object_columns(s->have);

	for (size_t i = 0; i < columns.count; i++)
		say_gone_of(s, stage, columns.items[i]);
}
