/* yaml2db --update: runs the way there. */
#include "cmd/update.h"

#include "cmd/online.h"
#include "cmd/report.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/check.h"

#define UPDATE_ERROR (g_quark_from_static_string("update"))

/* An online plan has transactions of its own: the check of what was compared comes before the first one. */
static bool run(
	const struct comparison *comparison, const char *guard, const char *search_path, const char *lock_timeout, GError **error)
{
	bool online = comparison->up->transactions;
	g_autoptr(GPtrArray) statements =
		online ? g_ptr_array_new_with_free_func(g_free) : script_statements(comparison->up, search_path, true);

	if (*guard)
		g_ptr_array_insert(statements, 0, g_strdup(guard));
	terminal_progress("running %u statements", comparison->up->steps->len);
	return (!statements->len || place_run(comparison->have_place, statements, error)) &&
	       (!online || online_run(comparison, search_path, lock_timeout, error));
}

/* What was meant is not what counts: it is read and compared once more. */
bool update_database(const struct comparison *comparison, const char *guard, const char *search_path, const char *lock_timeout,
	const char *done, GError **error)
{
	if (!comparison->up->steps->len)
		return true;
	if (!run(comparison, guard, search_path, lock_timeout, error))
		return false;
	struct snapshot *now = comparison_read_place(comparison, comparison->have_place, error);
	if (!now) {
		g_prefix_error(error,
			"%s: the changes are made, but whether it is now what is wanted could not be looked at: run yaml2db "
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
