/* Finds a difference that a plan forgot. */
#include "diff/account.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/index.h"
#include "diff/ddl/verbs.h"
#include "diff/judge.h"
#include "diff/order.h"
#include "diff/plan.h"

/* Whether the change, or the one whose statement makes or drops it, has a statement. */
bool account_has_step(struct change *change)
{
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		const struct batch *batch = batch_find(change, stage);
		if (batch && batch->steps->len)
			return true;
	}
	return false;
}

/* Whether a part comes and goes with its table, type or the like, whose statements speak for it. */
static bool goes_with_whole(const struct change *change)
{
	const struct change *whole = change->parent;

	return whole && (change_makes(whole) || change_undoes(whole)) && change_makes(change) <= change_makes(whole) &&
	       change_undoes(change) <= change_undoes(whole);
}

static bool is_said(const struct changes *, struct change *, const char *what);

/* The table: what its columns and triggers have from parents, and what its indexes are part of, follows from how it is attached. */
bool account_parent_has_step(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return account_has_step(change->parent);
}

/* The table, or the index above, which has another name now. */
bool account_attachment_is_said(const struct changes *changes, const struct change *change)
{
	return account_parent_has_step(changes, change) || index_stays_attached(changes, change);
}

/*
 * The constraint, or trigger, of the table's parent, or of one further above: a clone of a trigger is described only where it
 * differs from that.
 */
bool account_is_said_above(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change), *above = object->parent;
	struct change *upper = changes_inherited_from(changes, change);

	if (upper)
		return is_said(changes, upper, NULL);
	while ((above = table_parent(change->want ? changes->want : changes->have, above))) {
		const struct object *same = object_part(above, object->kind, object->name);
		if (same)
			return is_said(
				changes, change->want ? changes_of_want(changes, same) : changes_of_have(changes, same), NULL);
	}
	return false;
}

/* The extension that makes a schema, or a foreign data wrapper, and drops it. */
bool account_extension_has_step(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change);
	const struct attribute *row = kind_attribute(object->kind, "extension");
	const char *name = row ? attribute_text(row, object) : NULL;
	const struct object *extension =
		name ? snapshot_find(change->want ? changes->want : changes->have, &extension_kind, NULL, name) : NULL;

	return extension &&
	       account_has_step(change->want ? changes_of_want(changes, extension) : changes_of_have(changes, extension));
}

static bool is_said(const struct changes *changes, struct change *change, const char *what)
{
	const struct kind *kind = change_object(change)->kind;
	const struct attribute *row = what && change->have && change->want ? kind_attribute(kind, what) : NULL;

	if (account_has_step(change) || goes_with_whole(change) || change->noted || (row && judge_follows(changes, change, row)))
		return true;
	for (const struct told *told = verbs_of(kind)->told_elsewhere; told && told->by; told++)
		if ((!what || !told->what || strcmp(told->what, what) == 0) && told->by(changes, change))
			return true;
	return false;
}

/* difference->object is of want, or of have when want lacks it. */
static struct change *change_of(const struct changes *changes, const struct difference *difference)
{
	bool goes = g_strcmp0(difference->what, "not wanted") == 0;

	return goes ? changes_of_have(changes, difference->object) : changes_of_want(changes, difference->object);
}

bool account_fail(const struct difference *difference, GError **error)
{
	g_autofree char *name = object_describe(difference->object);

	g_set_error(error, PLAN_ERROR, PLAN_INCOMPLETE,
		"internal error: no statement was found for a difference, %s: %s; please report it", name, difference->what);
	return false;
}

bool account_check(const struct changes *changes, const GPtrArray *differences, GError **error)
{
	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note || is_said(changes, change_of(changes, difference), difference->what))
			continue;
		return account_fail(difference, error);
	}
	return true;
}
