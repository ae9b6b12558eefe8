/* yaml2db --update: runs the plan. */
#include "cmd/update.h"

#include "cmd/online_run.h"
#include "cmd/report.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/check.h"

#define UPDATE_ERROR (g_quark_from_static_string("update"))

/* After the run the place is read and compared again, to check the result. */
bool update_database(const struct comparison *comparison, const char *guard, const char *search_path, const char *lock_timeout,
	const char *done, GError **error)
{
	g_autoptr(GPtrArray) statements = script_statements(comparison->up, search_path, true);

	if (!comparison->up->steps->len)
		return true;
	if (*guard)
		g_ptr_array_insert(statements, 0, g_strdup(guard));
	terminal_progress("running %u statements", statements->len);
	if (!(comparison->up->transactions ? online_run(comparison, guard, search_path, lock_timeout, error)
					   : place_run(comparison->have_place, statements, error)))
		return false;
	struct snapshot *now = comparison_read_place(comparison, comparison->have_place, error);
	if (!now) {
		g_prefix_error(error,
			"%s: the changes are made, but the result could not be checked: run yaml2db "
			"--check\n",
			place_name(comparison->have_place));
		return false;
	}
	GPtrArray *differences = check_differences(now, comparison->want);
	bool different = report_differences(differences, stderr);
	g_ptr_array_unref(differences);
	snapshot_free(now);
	if (different)
		g_set_error(error, UPDATE_ERROR, 0,
			"%s: the changes are made, but it still differs from what is wanted, as listed above",
			place_name(comparison->have_place));
	else
		terminal_note("%s", done);
	return !different;
}
