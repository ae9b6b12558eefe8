/* Finds a difference that a plan forgot. */
#include "diff/account.h"

#include "diff/steps.h"
#include "diff/told.h"

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
		if (difference->note || told_is(changes, change_of(changes, difference), difference->what))
			continue;
		return account_fail(difference, error);
	}
	return true;
}
