/* Which batch waits for which. */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/common.h"
#include "diff/ddl/index.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/type_edges.h"
#include "diff/ddl/verbs.h"
#include "diff/follow.h"
#include "diff/order.h"

/* Undone, made, completed; a part after its parent is made and before it goes. */
static void add_own(struct change *change)
{
	struct batch *undo = batch_find(change, STAGE_UNDO), *make = batch_find(change, STAGE_MAKE),
		     *late = batch_find(change, STAGE_LATE);

	batch_before(undo, make);
	batch_before(undo, late);
	batch_before(make, late);
	for (int stage = 0; stage < STAGE_LAST; stage++)
		batch_before(batch_find(change, stage), batch_find(change, STAGE_LAST));
	if (!change->parent)
		return;
	batch_before(batch_find(change->parent, STAGE_MAKE), make);
	batch_before(batch_find(change->parent, STAGE_MAKE), late);
	/* what a table is identified by, where that is in doubt on the way back */
	if (kind_is(change_object(change)->kind, TRAIT_INDEX)) {
		batch_before(make, batch_find(change->parent, STAGE_LAST));
		batch_before(late, batch_find(change->parent, STAGE_LAST));
	}
	if (change_undoes(change->parent) && !change->undone_by)
		batch_before(undo, batch_find(change->parent, STAGE_UNDO));
	/* a table is taken from its parents before its parts are changed */
	if (change->parent->fate == FATE_ALTER) {
		batch_before(batch_find(change->parent, STAGE_UNDO), undo);
		batch_before(batch_find(change->parent, STAGE_UNDO), make);
	}
	if (change->parent->aside && kind_is(change_object(change)->kind, TRAIT_FIRES))
		batch_before(batch_find(change->parent, STAGE_LATE), make);
	/* a part put aside with its table goes before the new one takes its name */
	if (change->parent->aside)
		batch_before(undo, batch_find(change->parent, STAGE_MAKE));
}

/*
 * What is put aside holds on to what it needs until it is dropped, a partition with its table; NULL: the change is of nothing that
 * is put aside.
 */
static const struct change *holder_of(const struct changes *changes, const struct change *change)
{
	const struct change *holder = change->aside ? change : change->parent && change->parent->aside ? change->parent : NULL;

	while (holder && holder->have->kind == &table_kind && ((const struct table *)holder->have)->partition_of) {
		const struct object *parent = table_parent(changes->have, holder->have);
		if (!parent || !changes_of_have(changes, parent)->aside)
			break;
		holder = changes_of_have(changes, parent);
	}
	return holder;
}

/*
 * A domain or the like that is dropped when what it is made of has another name already: it may itself be held by a table that is
 * put aside.
 */
static bool is_dropped_by_name(const struct change *change)
{
	while (change->undone_by)
		change = change->undone_by;
	const struct kind *kind = change->have->kind;
	return change->fate == FATE_DROP && !change->parent && !kind->signed_name && kind->name_is == FRAGMENT_NONE;
}

/*
 * Whether what is dropped may still hold on to it when it is altered: by its old name it would not be found, and an extension moves,
 * and a schema is renamed, before all else.
 */
static bool stays_itself(const struct changes *changes, const struct change *needed)
{
	const struct kind *kind = needed->have->kind;

	return kind_is_table(kind) || follow_is_named(changes, needed) ||
	       (kind == &schema_kind && (changes->schemas_first || !needed->renamed)) ||
	       (kind == &extension_kind && change_differs_in(needed, "schema"));
}

/* Whether a table that is put aside inherits from the other, which it leaves then. */
static bool leaves(const struct changes *changes, const struct object *table, const struct object *above)
{
	return kind_is_table(table->kind) && !((const struct table *)table)->partition_of &&
	       table_is_child(changes->have, table, above);
}

/* The old type or table is put aside, and goes last, when nothing uses it any more. */
static void add_aside(const struct change *holder, struct change *change, struct change *needed, bool last, struct batch *undo)
{
	/* a key that went by its own statement holds on to nothing, a column that only lost its default still has its type */
	bool freed = change->parent && undo && change->have->kind != &column_kind;

	if (!change_undoes(change))
		batch_before(batch_find(change, STAGE_MAKE), batch_find(needed, STAGE_LATE));
	if (holder && last && !freed)
		batch_before(holder->batches[STAGE_LATE], batch_find(needed, STAGE_LATE));
	batch_before(undo, batch_find(needed, STAGE_LATE));
}

/* Whether DROP DEFAULT, or OWNED BY NONE, lets go of what is needed, before the rest that is done to it. */
static bool is_loosened(const struct change *change, const struct change *needed, const struct batch *undo)
{
	bool (*loosens)(const struct kind *) = verbs_of(change->have->kind)->loosens;

	return undo && loosens && loosens(needed->have->kind);
}

/*
 * Whether what is altered is so before that goes which it needs: not where it lets go of it before, or where it needs it after,
 * too.
 */
static bool is_altered_before(
	const struct changes *changes, const struct change *change, const struct change *needed, const struct batch *undo)
{
	return change->fate == FATE_ALTER && !needed->aside && !is_loosened(change, needed, undo) &&
	       !(needed->want && depend_has(changes->needs_want, change->want, needed->want));
}

/* What the other one needs goes, or is made again. */
static void add_gone(struct changes *changes, struct change *change, struct change *needed, struct batch *undo)
{
	struct batch *gone = batch_undoing(needed);
	const struct change *holder = holder_of(changes, change), *other = holder_of(changes, needed);
	/* a table put aside has left its parents, whose columns, checks and indexes it has no more of them */
	bool inherits = needed->parent && needed->parent != change->parent && needed->have->kind == change->have->kind;

	if (inherits && !holder && change->undone_by == change->parent && change->parent->fate == FATE_DROP)
		return; /* the child goes whole, before or after */
	if (inherits && holder)
		batch_before(batch_find(change->parent, STAGE_UNDO), gone);
	else if (holder && needed->fate == FATE_DROP && !other && !(change->parent && undo) &&
		 !(holder == change && leaves(changes, change->have, needed->have)))
		batch_before(holder->batches[STAGE_LATE], gone);
	if (undo && !(needed->aside && is_dropped_by_name(change)))
		batch_before(undo, gone);
	if (is_altered_before(changes, change, needed, undo))
		batch_before(batch_find(change, STAGE_MAKE), gone);
	if (needed->aside)
		add_aside(holder, change, needed, other == needed, undo);
}

/* The old state: what needs something goes, or lets go of it, before that goes. */
static void add_have(struct changes *changes, struct change *change, struct change *needed)
{
	const struct verbs *verbs = verbs_of(change->have->kind);
	bool lets_go = verbs->lets_go && verbs->lets_go(change, needed);
	struct batch *undo = lets_go ? batch_find(change, STAGE_UNDO) : batch_undoing(change);

	if (verbs->inherits_had && needed->have->kind == change->have->kind && verbs->inherits_had(changes, change, needed, undo))
		return;
	if (change_undoes(needed))
		add_gone(changes, change, needed, undo);
	else if (needed->disturbs)
		batch_before(undo, batch_find(needed, STAGE_MAKE));
	if (needed->fate == FATE_ALTER && change_undoes(change) && !stays_itself(changes, needed))
		batch_before(undo, batch_find(needed, STAGE_MAKE));
	if (undo)
		type_free_attributes(changes, undo, needed);
}

/* A sequence of a column, which is there for its table's sake. */
static bool is_owned(const struct change *change, const struct change *needed)
{
	return change->want->kind == &sequence_kind && needed->want->kind == &column_kind;
}

/* Attributes and mappings are what is used of a type or configuration. */
static void add_parts_of(struct changes *changes, struct change *change, struct change *needed)
{
	struct batch *make = batch_find(change, STAGE_MAKE), *late = batch_find(change, STAGE_LATE);
	bool of_parts = (needed->want->kind == &composite_kind && needed->fate == FATE_ALTER) ||
			(needed->want->kind == &configuration_kind && change->parent != needed);

	for (size_t i = 0; of_parts && i < needed->want->parts[0].count; i++) {
		struct batch *part = batch_find(changes_of_want(changes, needed->want->parts[0].items[i]), STAGE_MAKE);
		batch_before(part, make);
		if (change->want->kind == &table_kind)
			batch_before(part, late); /* which is put back to the type */
	}
}

/* What makes a change complete comes after what it needs is made, and mostly after that is complete. */
static void add_late(struct change *change, struct change *needed, bool owned, bool partition)
{
	struct batch *late = batch_find(change, STAGE_LATE);
	bool tables = kind_is_table(change->want->kind) && kind_is_table(needed->want->kind);
	bool aside = needed->aside && (needed->want->kind != &table_kind || change->aside);

	/* after the table took the sequences of its columns along */
	if (owned)
		batch_before(batch_find(needed->parent, STAGE_MAKE), late);
	if (owned && needed->parent->aside)
		batch_before(batch_find(needed->parent, STAGE_LATE), late);
	batch_before(batch_find(needed, STAGE_MAKE), late);
	if (tables && needed->aside)
		batch_before(late, batch_find(needed, STAGE_LATE));
	else if (!owned && !partition && !aside && !tables)
		batch_before(batch_find(needed, STAGE_LATE), late); /* but partitions, and their indexes, are attached from below */
}

/* The new state: what is needed is there first. */
static void add_want(struct changes *changes, struct change *change, struct change *needed)
{
	bool (*inherits_has)(struct change *, struct change *, struct batch *) = verbs_of(change->want->kind)->inherits_has;
	struct batch *make = batch_find(change, STAGE_MAKE);
	bool of_default = change->late_default && kind_is(needed->want->kind, TRAIT_ROUTINE);
	bool owned = is_owned(change, needed);
	/* the index of a partition waits for that of its parent only when it is attached to it */
	bool partition = index_attached_to(change->want) && kind_is(needed->want->kind, TRAIT_INDEX);

	bool same = needed->want->kind == change->want->kind;

	if (same && inherits_has && inherits_has(change, needed, make))
		return;
	/* a stub needs what its columns are made of, and those say so */
	bool of_query = change->stub && needed->want->kind != &schema_kind;
	if (partition && index_reaches_hidden(needed))
		batch_before(make, batch_find(needed, STAGE_MAKE)); /* which takes it over */
	/*
	 * the check that a new child is made with, and that its parent's joins when that comes, which others wait for that have it
	 * of the parent alone
	 */
	bool joined = same && change->want->kind == &check_kind && change_makes(change->parent);
	if (!of_default && !owned && !partition && !of_query && !joined)
		batch_before(batch_find(needed, STAGE_MAKE), make);
	add_parts_of(changes, change, needed);
	/* what checks or fires would do so on the rows that are carried over */
	if (change->want->kind == &foreign_key_kind && needed->aside && needed->want->kind == &table_kind)
		batch_before(batch_find(needed, STAGE_LATE), make);
	add_late(change, needed, owned, partition);
}

static void add_needs(struct changes *changes, struct change *change)
{
	if (change->have) {
		const GArray *needs = depend_needs(changes->needs_have, change->have);
		for (guint i = 0; i < needs->len; i++) {
			struct change *needed =
				changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)]);
			if (needed != change && needed->fate != FATE_SAME)
				add_have(changes, change, needed);
		}
	}
	if (change->want) {
		const GArray *needs = depend_needs(changes->needs_want, change->want);
		for (guint i = 0; i < needs->len; i++) {
			struct change *needed =
				changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]);
			bool owned = is_owned(change, needed);
			if (needed != change && (needed->fate != FATE_SAME || owned))
				add_want(changes, change, needed);
			if (needed != change)
				type_await_fields(changes, change, needed->want);
		}
		type_await_checks(changes, change);
	}
}

/* Whether it is a schema that is renamed before all else: then default privileges in it are told by its new name. */
static bool is_schema_first(const struct changes *changes, const struct change *change)
{
	return changes->schemas_first && change->renamed && kind_is(change->have->kind, TRAIT_HOME);
}

static bool fires(const struct change *change)
{
	return change_object(change)->kind == &event_trigger_kind;
}

/* Default privileges apply to whatever is made while they are there, and event triggers fire: they go first and come last. */
static void add_outermost(struct changes *changes, struct change *change)
{
	struct batch *first = batch_find(change, STAGE_UNDO), *last = batch_find(change, STAGE_LATE);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		bool outermost = kind_is(change_object(other)->kind, TRAIT_OUTERMOST);
		if (outermost && (fires(other) || !fires(change)))
			continue;
		if (!fires(change) && is_schema_first(changes, other)) {
			batch_before(batch_find(other, STAGE_MAKE), first);
			continue;
		}
		for (int stage = 0; stage < STAGE_COUNT; stage++) {
			batch_before(first, batch_find(other, stage));
			batch_before(batch_find(other, stage), last);
		}
	}
}

void edges_add(struct changes *changes)
{
	edges_add_relations(changes);
	edges_add_names(changes);
	row_security_add_edges(changes);
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_SAME)
			continue;
		add_own(change);
		if (change_object(change)->kind->sub_object && common_owner_is_late(changes, change->parent))
			batch_before(batch_find(change->parent, STAGE_LATE), batch_find(change, STAGE_LATE));
		add_needs(changes, change);
		follow_add_edges(changes, change);
		if (kind_is(change_object(change)->kind, TRAIT_OUTERMOST))
			add_outermost(changes, change);
	}
}
