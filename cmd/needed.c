/* Checks for obstacles before a script is written. */
#include "cmd/needed.h"

#include "cmd/obstacle.h"
#include "cmd/preflight.h"
#include "cmd/terminal.h"

#define NEEDED_ERROR (g_quark_from_static_string("needed"))

bool needed_is_there(const struct comparison *comparison, GError **error)
{
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(g_free);

	if (!place_is_database(comparison->have_place))
		return true;
	if (!preflight(comparison->have_place, comparison->have, comparison->want, missing, error))
		return false;
	if (filter_selects(comparison->filter) &&
		!obstacles_find(comparison->have_place, comparison->have, comparison->want, comparison->pool, missing, error))
		return false;
	for (guint i = 0; i < missing->len; i++)
		terminal_error("%s: %s", place_name(comparison->have_place), (char *)missing->pdata[i]);
	if (missing->len)
		g_set_error(error, NEEDED_ERROR, 0, "nothing was written");
	return !missing->len;
}
