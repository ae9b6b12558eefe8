/*
 * How a column reacts when something on which it depends is dropped or changed, how dependents of a generated column do, and what
 * waits for it.
 */
#include "diff/ddl/column.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/generated.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null_shared.h"
#include "diff/order.h"
#include "diff/told.h"
#include "diff/widen.h"

/*
 * What the parent's ALTER COLUMN does to a generated column is done to the child's too; so is DROP and ADD COLUMN. A child that
 * keeps the column has it by itself.
 */
static enum reaction follow_generated(const struct change *upper)
{
	return upper->fate == FATE_REMAKE ? REACTION_RECREATE : upper->fate == FATE_ALTER ? REACTION_BLOCK : REACTION_NONE;
}

/*
 * What is renamed aside until columns have been converted to its successor: types, collations, and tables whose row type a column
 * stores.
 */
static bool is_followed(const struct changes *changes, const struct column *column, const struct change *cause)
{
	const struct kind *kind = change_object(cause)->kind;

	return kind_is_table(kind) ? kind == &table_kind && convert_is_of(changes->have, column->type, cause->have)
				   : kind_is(kind, TRAIT_ASIDE);
}

/* A type that goes first is replaced by one of another kind under its name, which the column keeps as its type. */
static bool is_succeeded(const struct changes *changes, const struct change *change, const struct change *cause)
{
	return widening_is_replaced(changes, cause) && change->want &&
	       g_strcmp0(((const struct column *)change->have)->type, ((const struct column *)change->want)->type) == 0;
}

enum reaction column_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	const struct column *column = (const struct column *)change->have;
	const struct kind *kind = change_object(cause)->kind;

	if (!kind_is_table(change->parent->have->kind))
		return REACTION_NONE;
	if (change_undoes(cause) && is_followed(widening->changes, column, cause)) {
		if (cause->fate == FATE_DROP && !cause->aside && !is_succeeded(widening->changes, change, cause))
			return REACTION_NONE; /* the column itself has another type now, or its default has changed */
		/* a generated column has no values that are to follow */
		if (!cause->aside || (column->generated && ((const struct column *)change->want)->generated))
			return REACTION_RECREATE;
		change->forced_type = cause;
		return REACTION_BLOCK;
	}
	if (kind == &composite_kind)
		return REACTION_BLOCK; /* what uses an attribute by way of the column */
	if (column->generated && generated_is_above(cause, change))
		return follow_generated(cause);
	if (column->generated && !kind_is_table(kind))
		return cause->fate != FATE_ALTER || kind == &column_kind ? REACTION_RECREATE : REACTION_NONE;
	if (!column->default_ || !change_is_called(kind))
		return REACTION_NONE;
	change->forced_default = true;
	return REACTION_LOOSEN;
}

/* What has to be dropped, or detached, before the expression of a generated column can change. */
void column_widen_users(struct widening *widening, struct change *change)
{
	struct changes *changes = widening->changes;

	if (!change->want || !kind_is_table(change->have->parent->kind))
		return;
	bool unsettles = generated_unsettles(changes, change);
	struct parts checks = unsettles ? object_parts(change->have->parent, &check_kind) : (struct parts){ 0 };
	const GArray *users = unsettles ? depend_needed_by(changes->needs_have, change->have->parent) : NULL;

	for (size_t i = 0; i < checks.count; i++)
		widening_recreate(widening, changes_of_have(changes, checks.items[i]));
	for (guint i = 0; users && i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (user->kind == &publication_table_kind)
			widening_recreate(widening, changes_of_have(changes, user));
	}
	if (generated_stands_alone(changes, change)) {
		change->parent->detached = true;
		widening_loosen(widening, change->parent);
		if (changes_inheritance(changes, change->parent) == INHERITANCE_REMADE)
			widening_recreate(widening, change->parent);
	}
}

/* Those that call a routine are set once that is there. */
static void set_late_defaults(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (!change->want || change->want->kind != &column_kind || !((const struct column *)change->want)->default_)
			continue;
		bool new_table = change->parent && change_makes(change->parent) && kind_is_table(change->parent->want->kind);
		const GArray *needs = depend_needs(changes->needs_want, change->want);
		for (guint n = 0; n < needs->len; n++) {
			const struct kind *kind = snapshot_all(changes->want).items[g_array_index(needs, unsigned, n)]->kind;
			if (kind_is(kind, TRAIT_ROUTINE))
				change->late_default = new_table || change->fate == FATE_ALTER;
		}
	}
}

void column_place_all(struct changes *changes)
{
	set_late_defaults(changes);
	not_null_note_shared(changes);
}

/* The table, or the column above, which leaves the child's to the child when it goes. */
static bool origin_has_step(const struct changes *changes, const struct change *change)
{
	const GArray *needs = depend_needs(changes->needs_have, change->have);
	bool found = told_by_parent(changes, change);

	for (guint i = 0; i < needs->len && !found; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		found = needed->kind == &column_kind && needed->name == change->have->name &&
			told_has_step(changes_of_have(changes, needed));
	}
	return found;
}

/*
 * The constraint of NOT NULL keeps its name, which is described only where no parent gives it: a partition that becomes a table of
 * its own.
 */
static bool keeps_not_null_name(const struct changes *changes, const struct change *change)
{
	g_autofree char *have = change->have ? not_null_name(changes->have, change->have) : NULL,
			*want = change->want ? not_null_name(changes->want, change->want) : NULL;

	return g_strcmp0(have, want) == 0;
}

/* Its table gets another owner, whose name takes the place of the old one's: what both were granted is the new one's then. */
static bool owner_has_step(const struct changes *changes, const struct change *change)
{
	return change->parent->have && change->parent->want && change_differs_in_owner(changes, change->parent) &&
	       told_has_step(change->parent);
}

/* What others granted on it is revoked before they lose the privileges of the table by which they granted, see grant.c. */
static bool table_revokes_first(const struct changes *changes, const struct change *change)
{
	const struct change *table = change->parent;
	const struct privileges *privileges = change->have->privileges;
	bool others = false;

	for (size_t i = 0; privileges && i < privileges->count; i++)
		others |= privileges->items[i].grantor && privileges->items[i].grantor != table->have->owner;
	return others && table->want && table->have->privileges != table->want->privileges && told_by_parent(changes, change);
}

const struct told column_told_elsewhere[] = {
	{ "inherited", origin_has_step },
	{ "not_null_constraint.name", keeps_not_null_name },
	{ "privileges", owner_has_step },
	{ "privileges", table_revokes_first },
	{ 0 },
};

bool column_lets_go_of(const struct change *change, const struct change *needed)
{
	return change->parent->emptied && change->parent->have->kind == &table_kind && change_is_code(needed->have->kind);
}
