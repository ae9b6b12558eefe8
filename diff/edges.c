/* Which batch waits for which. */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/index.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/type_edges.h"
#include "diff/ddl/verbs.h"
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
	if (change_object(change)->kind == &column_kind || kind_is(change_object(change)->kind, TRAIT_INDEX)) {
		batch_before(make, batch_find(change->parent, STAGE_LAST));
		batch_before(late, batch_find(change->parent, STAGE_LAST));
	}
	if (change_object(change)->kind == &column_kind)
		batch_before(make, batch_find(change->parent, STAGE_LATE));
	if (change_undoes(change->parent) && !change->undone_by)
		batch_before(undo, batch_find(change->parent, STAGE_UNDO));
	/* a table is taken from its parents before its parts are changed */
	if (change->parent->fate == FATE_ALTER) {
		batch_before(batch_find(change->parent, STAGE_UNDO), undo);
		batch_before(batch_find(change->parent, STAGE_UNDO), make);
	}
	if (change->parent->aside && kind_is(change_object(change)->kind, TRAIT_FIRES))
		batch_before(batch_find(change->parent, STAGE_LATE), make);
	if (change->parent->aside && change_object(change)->kind == &domain_check_kind)
		batch_before(batch_find(change->parent, STAGE_LATE), late);
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

	return kind_is_table(kind) || (kind == &schema_kind && (changes->schemas_first || !needed->renamed)) ||
	       (kind == &extension_kind && change_differs_in(needed, "schema"));
}

/* Of a column that is its parent's too: whether the table and its parent stay and the column of both goes, or comes. */
static bool is_merged(const struct change *column, const struct change *upper, bool (*moves)(const struct change *))
{
	const struct change *table = column->parent, *above = upper->parent;

	return change_object(column)->kind == &column_kind && change_object(upper)->kind == &column_kind && table != above &&
	       moves(column) && moves(upper) && !moves(table) && !moves(above);
}

/* Of a column that is altered: whether its parent gets one of that name, which joins it, or loses that. */
static bool is_joined(const struct change *column, const struct change *upper, enum fate fate)
{
	const struct change *table = column->parent, *above = upper->parent;

	return column->fate == FATE_ALTER && upper->fate == fate && change_object(column)->kind == change_object(upper)->kind &&
	       change_object(column)->kind == &column_kind && table != above && !table->detached && !change_makes(table) &&
	       table->want && above->have && above->want && !change_makes(above);
}

/* Whether a table that is put aside inherits from the other, which it leaves then. */
static bool leaves(const struct changes *changes, const struct object *table, const struct object *above)
{
	return kind_is_table(table->kind) && !((const struct table *)table)->partition_of &&
	       table_is_child(changes->have, table, above);
}

/* A column or check of a child and that of its parent, which goes; false for two others. */
static bool add_inherited_have(struct changes *changes, struct change *change, struct change *needed, struct batch *undo)
{
	struct batch *gone = batch_undoing(needed);

	/* a child's own column is left to it when its parent's goes, and can go then */
	if (is_merged(change, needed, change_undoes) && change_is_own(change, true) && !change->parent->detached) {
		batch_before(gone, undo);
		return true;
	}
	if (is_joined(change, needed, FATE_DROP)) {
		batch_before(gone, batch_find(change, STAGE_MAKE));
		return true;
	}
	if (change->have->kind != &check_kind || needed->have->kind != &check_kind)
		return false;
	/* a child's check can go when it is no more its parent's, and stay when it has left before that goes, perhaps by one above */
	for (struct change *upper = needed; !gone && upper; upper = changes_inherited_from(changes, upper))
		gone = batch_undoing(upper);
	if (!change_undoes(change->parent))
		batch_before(batch_find(change->parent, STAGE_UNDO), gone);
	if (!change->undone_by && !needed->undone_by)
		batch_before(gone, undo);
	batch_before(gone, batch_find(change, STAGE_MAKE)); /* it went along, and comes back as the child's own */
	return true;
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
	const struct kind *kind = change->have->kind, *of = needed->have->kind;
	bool default_ = (kind == &column_kind || kind == &domain_kind) && (of == &sequence_kind || change_is_code(of));

	return undo && (default_ || (kind == &sequence_kind && of == &column_kind));
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
	bool (*lets_go)(const struct change *, const struct change *) = verbs_of(change->have->kind)->lets_go;
	struct batch *undo = lets_go && lets_go(change, needed) ? batch_find(change, STAGE_UNDO) : batch_undoing(change);

	if (add_inherited_have(changes, change, needed, undo))
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

/* A column or check of a child and that of its parent, which comes; true where that is all that there is to wait for. */
static bool add_inherited_want(struct change *change, struct change *needed, struct batch *make)
{
	/* a child's own check goes before its parent brings one */
	if (change->want->kind == &check_kind && needed->want->kind == &check_kind)
		batch_before(batch_find(change, STAGE_UNDO), batch_find(needed, STAGE_MAKE));
	/* a child's own column is there before that of its parent joins it */
	bool merged = is_merged(change, needed, change_makes) && change->fate == FATE_REMAKE && change_is_own(change, false) &&
		      !change->parent->detached;
	if (!merged && !is_joined(change, needed, FATE_CREATE))
		return false;
	batch_before(make, batch_find(needed, STAGE_MAKE));
	return true;
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
	struct batch *make = batch_find(change, STAGE_MAKE);
	bool of_default = change->late_default && kind_is(needed->want->kind, TRAIT_ROUTINE);
	bool owned = change->want->kind == &sequence_kind && needed->want->kind == &column_kind;
	/* the index of a partition waits for that of its parent only when it is attached to it */
	bool partition = index_attached_to(change->want) && kind_is(needed->want->kind, TRAIT_INDEX);

	if (add_inherited_want(change, needed, make))
		return;
	/* a stub needs what its columns are made of, and those say so */
	bool of_query = change->stub && needed->want->kind != &schema_kind;
	if (partition && index_reaches_hidden(needed))
		batch_before(make, batch_find(needed, STAGE_MAKE)); /* which takes it over */
	/*
	 * the check that a new child is made with, and that its parent's joins when that comes, which others wait for that have it
	 * of the parent alone
	 */
	bool joined = change->want->kind == &check_kind && needed->want->kind == &check_kind && change_makes(change->parent);
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
			bool owned = change->want->kind == &sequence_kind && needed->want->kind == &column_kind;
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
		if (other->fate == FATE_SAME || (outermost && (fires(other) || !fires(change))))
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
		add_needs(changes, change);
		if (kind_is(change_object(change)->kind, TRAIT_OUTERMOST))
			add_outermost(changes, change);
	}
}
