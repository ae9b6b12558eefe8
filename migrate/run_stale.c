/* Finds applied drafts that have changed since. */
#include "migrate/run_stale.h"

#include <string.h>

#include "migrate/drafts.h"
#include "migrate/result.h"
#include "migrate/status.h"

static bool is_same(const struct run *run, int number, const char *head)
{
	const struct numbered_change *change = project_change(run->project, number);

	return change && draft_is(change) && strcmp(change->head, head) == 0;
}

/* Below the drafts the state is checked as usual. */
static bool check_below(const struct run *run, int number, const char *head, GError **error)
{
	const struct numbered_change *change = project_change(run->project, number);

	if (!number || (change && g_strcmp0(change->head, head) == 0))
		return true;
	return migrate_fail(error, MIGRATE_INTEGRITY,
		"%s: what was applied up to %05d, below the drafts, is not what the project has; use the right checkout",
		run->session->name, number);
}

bool run_find_stale(struct run *run, GError **error)
{
	run->stale = 0;
	if (!run->environment->dev || !run->state.exists)
		return true;
	AUTO_RESULT result = session_text(run->session,
		"SELECT d.patch_number, d.head, b.head FROM dbalign.applied d LEFT JOIN dbalign.applied b ON b.patch_number = "
		"d.patch_number - 1 WHERE d.draft"
		" ORDER BY d.patch_number",
		error);
	for (int row = 0; result && row < PQntuples(result) && !run->stale; row++) {
		int number = result_int(result, row, 0);
		if (is_same(run, number, PQgetvalue(result, row, 1)))
			continue;
		run->stale = number;
		if (!check_below(run, number - 1, result_text(result, row, 2), error))
			return false;
	}
	return result;
}
