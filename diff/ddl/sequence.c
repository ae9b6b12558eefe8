/* CREATE, ALTER, DROP SEQUENCE, and whose column it belongs to. */
#include "diff/ddl/sequence.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/sequence_owned.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/keepsake.h"
#include "diff/say.h"
#include "diff/told.h"

#define SEQUENCE(object) ((const struct sequence *)(object))

static bool descends(const struct sequence *sequence)
{
	return sequence->increment && sequence->increment[0] == '-';
}

/* Limits as CREATE SEQUENCE takes them when they are not said. */
static const char *minimum_of(const struct sequence *sequence)
{
	if (sequence->minimum)
		return sequence->minimum;
	if (!descends(sequence))
		return "1";
	return !sequence->type ? "-9223372036854775808" : strcmp(sequence->type, "smallint") == 0 ? "-32768" : "-2147483648";
}

static const char *maximum_of(const struct sequence *sequence)
{
	if (sequence->maximum)
		return sequence->maximum;
	if (descends(sequence))
		return "-1";
	return !sequence->type ? "9223372036854775807" : strcmp(sequence->type, "smallint") == 0 ? "32767" : "2147483647";
}

static const char *start_of(const struct sequence *sequence)
{
	return sequence->start ? sequence->start : descends(sequence) ? maximum_of(sequence) : minimum_of(sequence);
}

static bool less(const char *a, const char *b)
{
	return g_ascii_strtoll(a, NULL, 10) < g_ascii_strtoll(b, NULL, 10);
}

static int width(const char *type)
{
	return strcmp(type, "smallint") == 0 ? 2 : strcmp(type, "integer") == 0 ? 4 : 8;
}

/*
 * Whether the identity column that has the sequence takes a narrower type, of which its old limits are none: it takes the new ones
 * first.
 */
static bool narrows(const struct say *s)
{
	const struct change *old = sequence_owner(s->changes, s->have, true), *new = sequence_owner(s->changes, s->want, false);

	return SEQUENCE(s->want)->identity && old &&
	       old == new &&width(((const struct column *)new->want)->type) < width(((const struct column *)old->have)->type);
}

/* Whether the column, or its table, as it was goes away. */
static bool loses(const struct change *column)
{
	return change_undoes(column) || change_undoes(column->parent);
}

bool sequence_takes_over(const struct changes *changes, const struct change *change)
{
	if (change->fate != FATE_REMAKE)
		return false;
	const struct change *old = sequence_owner(changes, change->have, true), *new = sequence_owner(changes, change->want, false);

	if (!new) /* the column goes on without it, or with it for a default */
		return old && SEQUENCE(change->have)->identity && !loses(old) && old->want;
	return (!old || old == new) && (new->parent->aside || !loses(new)) && new->have;
}

/* The name that the old one has while the new one is made. */
static const char *meanwhile(const struct changes *changes, const struct change *change)
{
	return change->renamed ? change->have->name : aside_name(changes, change->have->schema, change->have->name);
}

static void say_carry_over(struct say *s, enum stage stage, const struct change *change)
{
	g_autoptr(GString) name = g_string_new(NULL);

	say_append(name, "%O", change->want);
	say(s, stage, "SELECT pg_catalog.setval(%L, last_value, is_called) FROM %I.%I", name->str, change->have->schema,
		meanwhile(s->changes, change));
}

void sequence_carry_over(struct say *s, const struct change *change)
{
	if (sequence_takes_over(s->changes, change))
		say_carry_over(s, STAGE_LATE, change);
}

/* Tables do so since 15, which first has unlogged sequences. */
static const struct change *taking_table(const struct changes *changes, const struct change *change)
{
	const struct change *column = sequence_owner(changes, change->want, false), *table = column ? column->parent : NULL;
	int version = changes->target;

	if (!table || table->fate != FATE_ALTER || table->want->kind != &table_kind || (version && version < PG(15)) ||
		((const struct table *)table->have)->unlogged == ((const struct table *)table->want)->unlogged)
		return NULL;
	return sequence_owner(changes, change->have, true) == column ? table : NULL;
}

/* Whether the table of a sequence's column becomes (un)logged, and would leave the sequence in a state that it is not to have. */
static bool is_taken_along(const struct changes *changes, const struct change *change)
{
	const struct change *table = taking_table(changes, change);

	return table && ((const struct table *)table->want)->unlogged != SEQUENCE(change->want)->unlogged;
}

static void say_owned_by(struct say *s)
{
	const struct sequence *want = SEQUENCE(s->want);

	if (want->owner_table && want->owner_column)
		say(s, STAGE_LATE, "ALTER SEQUENCE %O OWNED BY %I.%I.%I", s->want, s->want->schema, want->owner_table,
			want->owner_column);
}

/* An identity column's sequence is made as its table is: (un)logged. */
static void say_own_persistence(struct say *s)
{
	const struct sequence *want = SEQUENCE(s->want);
	const struct object *table = snapshot_relation(s->changes->want, s->want->schema, want->owner_table);

	if (table && kind_is_table(table->kind) && ((const struct table *)table)->unlogged != want->unlogged)
		say(s, STAGE_LATE, "ALTER SEQUENCE %O SET %s", s->want, want->unlogged ? "UNLOGGED" : "LOGGED");
}

static bool is_whole(const char *type)
{
	return strcmp(type, "integer") == 0 || strcmp(type, "bigint") == 0 || strcmp(type, "smallint") == 0;
}

/* A column that was there before has values that a new sequence must not give again. */
static void say_past_values(struct say *s)
{
	const struct change *column = sequence_owner(s->changes, s->want, false);
	const struct sequence *want = SEQUENCE(s->want);
	const struct object *object = column ? column->want : NULL;
	g_autoptr(GString) name = g_string_new(NULL), last = g_string_new(NULL);

	if (!column || object->parent->kind != &table_kind || !is_whole(((const struct column *)object)->type))
		return;
	bool stays =
		column->have && (column->parent->aside || !loses(column)) && is_whole(((const struct column *)column->have)->type);
	if (!stays && !keepsake_gives_back(s->changes, column))
		return;
	say_append(name, "%O", s->want);
	say_append(last, descends(want) ? "min(%I)" : "max(%I)", object->name);
	say(s, STAGE_LATE, "SELECT pg_catalog.setval(%L, %s) FROM %P HAVING %s %s %s", name->str, last->str, object, last->str,
		descends(want) ? "<=" : ">=", start_of(want));
}

static void create(struct say *s)
{
	const struct sequence *want = SEQUENCE(s->want);
	g_autoptr(GString) clauses = g_string_new(NULL);

	bool takes_over = sequence_takes_over(s->changes, s->change);
	if (want->identity) {
		if (!takes_over)
			say_past_values(s);
		else if (!s->change->made_by->parent->aside) {
			say_carry_over(s, STAGE_LATE, s->change);
			say(s, STAGE_LATE, "DROP SEQUENCE %I.%I", s->have->schema, meanwhile(s->changes, s->change));
		}
		say_own_persistence(s);
		return;
	}
	plain_clauses(clauses, "\n    ", s->want);
	say(s, STAGE_MAKE, "CREATE %sSEQUENCE %O%s", want->unlogged ? "UNLOGGED " : "", s->want, clauses->str);
	if (takes_over)
		say_carry_over(s, STAGE_MAKE, s->change);
	else
		say_past_values(s);
	say_owned_by(s);
}

/*
 * All limits and the start are said when one of them changes, and in numbers: what AS, another direction or NO MAXVALUE makes of
 * them depends on what they were. Identity columns give their sequence its type, which is not said here.
 */
static void append_clauses(GString *out, const struct say *s)
{
	const struct sequence *have = SEQUENCE(s->have), *want = SEQUENCE(s->want);
	struct sequence rest = *have;
	bool limits = have->type != want->type || have->minimum != want->minimum || have->maximum != want->maximum ||
		      have->start != want->start || descends(have) != descends(want);

	/* what is said here, or not at all, does not count among the rows that differ */
	rest.minimum = want->minimum;
	rest.maximum = want->maximum;
	rest.start = want->start;
	if (want->identity)
		rest.type = want->type;
	plain_altered_clauses(out, "\n    ", &(struct change){ .have = &rest.object, .want = s->want });
	if (!limits)
		return;
	if (want->identity && !want->minimum)
		g_string_append(out, "\n    NO MINVALUE");
	else
		say_append(out, "\n    MINVALUE %s", minimum_of(want));
	if (want->identity && !want->maximum)
		g_string_append(out, "\n    NO MAXVALUE");
	else
		say_append(out, "\n    MAXVALUE %s", maximum_of(want));
	say_append(out, "\n    START WITH %s", start_of(want));
}

/* Sets the position to a limit where it is beyond it, before the limits change; the name is new from STAGE_MAKE on. */
static void say_position(struct say *s, const char *beyond, const char *limit)
{
	g_autoptr(GString) name = g_string_new(NULL);

	say_append(name, "%O", narrows(s) ? s->have : s->want);
	say(s, narrows(s) ? STAGE_UNDO : STAGE_MAKE, "SELECT pg_catalog.setval(%L, %s, false) FROM %s WHERE last_value %s %s",
		name->str, limit, name->str, beyond, limit);
}

static void say_clauses(struct say *s)
{
	const struct sequence *have = SEQUENCE(s->have), *want = SEQUENCE(s->want);
	g_autoptr(GString) clauses = g_string_new(NULL);

	append_clauses(clauses, s);
	/* no position that it can have is one that it may have then */
	if (less(maximum_of(have), minimum_of(want)) || less(maximum_of(want), minimum_of(have))) {
		g_autofree char *name = object_describe(s->want);
		g_string_append(clauses, "\n    RESTART");
		say_loss(s,
			narrows(s)	 ? STAGE_UNDO
			: want->identity ? STAGE_LATE
					 : STAGE_MAKE,
			LOSS_POSITION, "the position of %s is lost: it is outside the new limits", name);
	}
	/* a position below the new limits moves to them, within the old ones: ALTER SEQUENCE would refuse it */
	else if (less(minimum_of(have), minimum_of(want)))
		say_position(s, "<", minimum_of(want));
	else if (less(maximum_of(want), maximum_of(have)) && descends(have))
		say_position(s, ">", maximum_of(want));
	if (clauses->len)
		say(s,
			narrows(s)	 ? STAGE_UNDO
			: want->identity ? STAGE_LATE
					 : STAGE_MAKE,
			"ALTER SEQUENCE %O%s", narrows(s) ? s->have : s->want, clauses->str);
}

/* Taken from its column before that can go and take the sequence with it; given to the new one when that is there. */
static void say_ownership(struct say *s)
{
	const struct sequence *have = SEQUENCE(s->have), *want = SEQUENCE(s->want);
	const struct change *old = sequence_owner(s->changes, s->have, true), *new = sequence_owner(s->changes, s->want, false);
	bool owned = have->owner_table,
	     kept = old && new ? old == new : have->owner_table == want->owner_table && have->owner_column == want->owner_column;

	if (want->identity || (kept && !(old && loses(old))))
		return;
	if (owned)
		say(s, STAGE_UNDO, "ALTER SEQUENCE %O OWNED BY NONE", s->have);
	say_owned_by(s);
}

static void alter(struct say *s)
{
	const struct sequence *have = SEQUENCE(s->have), *want = SEQUENCE(s->want);

	plain_rename(s);
	say_clauses(s);
	/* a table takes its columns' sequences along when it becomes (un)logged, so the sequence's own word is the last */
	if (taking_table(s->changes, s->change) ? is_taken_along(s->changes, s->change) : have->unlogged != want->unlogged)
		say(s, want->owner_table ? STAGE_LATE : STAGE_MAKE, "ALTER SEQUENCE %O SET %s", s->want,
			want->unlogged ? "UNLOGGED" : "LOGGED");
	say_ownership(s);
}

/* A column's sequence goes with the column. One whose position the new one takes over stays until then, under another name. */
static void drop(struct say *s)
{
	const struct change *column = sequence_owner(s->changes, s->have, true);

	if (sequence_takes_over(s->changes, s->change)) {
		if (!s->change->renamed)
			say(s, STAGE_UNDO, "ALTER SEQUENCE %O RENAME TO %I", s->have, meanwhile(s->changes, s->change));
		return;
	}
	if (!SEQUENCE(s->have)->identity && !s->change->undone_by && !(column && loses(column)))
		say(s, STAGE_UNDO, "DROP SEQUENCE %O", s->have);
}

/* Loosened from its column. */
static enum reaction on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	(void)widening;
	if (!change_undoes(cause) || change_object(cause)->kind != &column_kind)
		return REACTION_NONE;
	return SEQUENCE(change->have)->identity && SEQUENCE(change->want)->identity ? REACTION_RECREATE : REACTION_LOOSEN;
}

/* The table of the column that owns the sequence: the owner, and whether it is logged, go along. */
static bool owning_table_has_step(const struct changes *changes, const struct change *change)
{
	const struct change *owner = sequence_owner(changes, change->want, false);

	return owner && told_has_step(owner->parent);
}

/* The column that owned the sequence: it takes it along when it goes, be it to be made again. */
static bool owning_column_goes(const struct changes *changes, const struct change *change)
{
	struct change *owner = sequence_owner(changes, change->have, true);

	return owner && (change_undoes(owner) || change_undoes(owner->parent)) &&
	       (told_has_step(owner) || told_has_step(owner->parent));
}

/* The column that owns the sequence, or its table, has another name now. */
static bool owning_column_is_renamed(const struct changes *changes, const struct change *change)
{
	const struct change *owner = sequence_owner(changes, change->want, false);

	return owner && owner->have && owner == sequence_owner(changes, change->have, true) &&
	       (owner->renamed || owner->parent->renamed);
}

static const struct told told_elsewhere[] = {
	{ "owner", owning_table_has_step },
	{ "privileges", owning_table_has_step },
	{ "unlogged", owning_table_has_step },
	{ "owner_column", owning_column_is_renamed },
	{ "owner_table", owning_column_is_renamed },
	{ "not wanted", owning_column_goes },
	{ 0 },
};

/* A table that becomes (un)logged takes the sequences of its columns along. */
static void mark_all(struct changes *changes)
{
	struct objects sequences = snapshot_objects(changes->want, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		struct change *change = changes_of_want(changes, sequences.items[i]);
		if (change->fate == FATE_SAME && is_taken_along(changes, change))
			change_decide(change, FATE_ALTER, NULL);
	}
}

/* OWNED BY NONE. */
static bool is_owner(const struct kind *needed)
{
	return needed == &column_kind;
}

const struct verbs sequence_verbs = { .says_clauses = true,
	.told_elsewhere = told_elsewhere,
	.on_dependency = on_dependency,
	.add_edges = sequence_add_edges,
	.pair_all = sequence_pair_all,
	.mark_all = mark_all,
	.loosens = is_owner,
	.place_all = sequence_place_all,
	.kind = &sequence_kind,
	.create = create,
	.alter = alter,
	.drop = drop };
