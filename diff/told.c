/* Which statement accounts for a difference: one of the object itself, or one of another object that has this effect too. */
#include "diff/told.h"

#include <string.h>

#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/verbs.h"
#include "diff/judge.h"
#include "diff/order.h"

bool told_has_step(struct change *change)
{
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		const struct batch *batch = batch_find(change, stage);
		if (batch && batch->steps->len)
			return true;
	}
	return false;
}

/* Whether a part is created and dropped together with its table, type or the like. */
static bool goes_with_whole(const struct change *change)
{
	const struct change *whole = change->parent;

	return whole && (change_makes(whole) || change_undoes(whole)) && change_makes(change) <= change_makes(whole) &&
	       change_undoes(change) <= change_undoes(whole);
}

/* The table: what its columns and triggers have from parents, and what its indexes are part of, follows from how it is attached. */
bool told_by_parent(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return told_has_step(change->parent);
}

bool told_is(const struct changes *changes, struct change *change, const char *what)
{
	const struct kind *kind = change_object(change)->kind;
	const struct attribute *row = what && change->have && change->want ? kind_attribute(kind, what) : NULL;

	if (told_has_step(change) || goes_with_whole(change) || change->noted || (row && judge_follows(changes, change, row)))
		return true;
	for (const struct told *told = verbs_of(kind)->told_elsewhere; told && told->by; told++)
		if ((!what || !told->what || strcmp(told->what, what) == 0) && told->by(changes, change))
			return true;
	return false;
}

/*
 * The constraint, or trigger, of the table's parent, or of one further above: a clone of a trigger is described only where it
 * differs from that.
 */
bool told_above(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change), *above = object->parent;
	struct change *upper = changes_inherited_from(changes, change);

	if (upper)
		return told_is(changes, upper, NULL);
	while ((above = table_parent(change->want ? changes->want : changes->have, above))) {
		const struct object *same = object_part(above, object->kind, object->name);
		if (same)
			return told_is(
				changes, change->want ? changes_of_want(changes, same) : changes_of_have(changes, same), NULL);
	}
	return false;
}
