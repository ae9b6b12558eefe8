/* Which statement creates and drops an object that has none of its own. */
#include "diff/speaker.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/verbs.h"

/* The column above the one, of a parent or of the type that its table is of, that the same is done to; NULL: none. */
static struct change *column_above(const struct changes *changes, const struct change *change)
{
	struct change *upper = change->parent ? changes_inherited_from(changes, change) : NULL;

	if (change->parent && !upper)
		upper = changes_attribute_of(changes, change);
	return upper && upper->fate == change->fate && change_object(change)->kind == &column_kind ? upper : NULL;
}

/* Whose statement makes a part; NULL: its own. */
static struct change *maker_of(const struct changes *changes, const struct change *change, struct change *upper)
{
	const struct verbs *verbs = verbs_of(change_object(change)->kind);
	struct change *above = verbs->maker ? verbs->maker(changes, change) : NULL;

	if (above)
		return above;
	if (change_makes(change) && change->parent && verbs->made_with_parent && verbs->made_with_parent(changes, change))
		return change->parent;
	return upper && change->fate != FATE_DROP && !(change->fate == FATE_REMAKE && change_is_own(change, false)) ? upper : NULL;
}

/* Whose statement drops a part; NULL: its own. */
static struct change *dropper_of(const struct change *change, struct change *upper)
{
	struct change *parent = change->parent;

	if (!change_undoes(change))
		return NULL;
	if (parent && change_undoes(parent) && !parent->aside && !verbs_of(change_object(change)->kind)->drops_alone)
		return parent;
	return upper && !change_is_own(change, true) ? upper : NULL;
}

/* Which statement creates and drops each part, and the sequence of each identity column. */
static void assign_parts(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i], *upper = column_above(changes, change),
			      *maker = maker_of(changes, change, upper), *dropper = dropper_of(change, upper);

		if (maker)
			change->made_by = maker;
		if (dropper)
			change->undone_by = dropper;
	}
}

/* Whether an object of have needs another, or a part of it. */
static bool needs_back(const struct changes *changes, const struct object *object, const struct object *other)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		if (needed == other || needed->parent == other)
			return true;
	}
	return false;
}

/*
 * A foreign key, rule or policy between two relations that both go has to go first: each relation may need the other. So has a
 * check, by a function that takes rows of the table itself.
 */
static void free_parts(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct kind *kind = change_object(change)->kind;
		if (!change->undone_by || (!kind_is(kind, TRAIT_IDLE) && kind != &check_kind))
			continue;
		if (kind == &foreign_key_kind && foreign_key_is_internal(change->have))
			change->undone_by = NULL;
		const GArray *needs = depend_needs(changes->needs_have, change->have);
		for (guint n = 0; n < needs->len; n++) {
			const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, n)];
			if (!needed->parent && needed != change->have->parent && change_undoes(changes_of_have(changes, needed)) &&
				(kind != &check_kind || needs_back(changes, needed, change->have->parent)))
				change->undone_by = NULL;
		}
	}
}

/* An index that is attached to that of a partitioned table cannot be dropped alone; it is dropped with that. */
static void assign_attached(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		bool attached = change->have && change_undoes(change) && !change->undone_by && index_attached_to(change->have);
		bool apart = change->parent && (change->parent->detached || change->parent->aside);
		const GArray *needs = attached && !apart ? depend_needs(changes->needs_have, change->have) : NULL;

		for (guint n = 0; needs && n < needs->len; n++) {
			const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, n)];
			struct change *upper = changes_of_have(changes, needed);
			if (needed->kind == change->have->kind && change_undoes(upper))
				change->undone_by = upper;
		}
	}
}

void speakers_assign(struct changes *changes)
{
	assign_parts(changes);
	free_parts(changes);
	assign_attached(changes);
}
