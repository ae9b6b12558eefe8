/* Finds objects that a filter excludes and that prevent a plan from running. */
#include "cmd/obstacle.h"

#include "diff/change.h"
#include "diff/changes.h"
#include "diff/left_out.h"

bool obstacles_find(struct place *place, const struct snapshot *have, const struct snapshot *want, struct pool *pool,
	GPtrArray *found, GError **error)
{
	if (place_is_stdin(place) || changes_none(have, want))
		return true;
	struct snapshot *whole = place_read_whole(place, pool, error);
	if (!whole)
		return false;
	g_autoptr(GPtrArray) obstacles = left_out_in_the_way(have, want, whole);
	for (guint i = 0; i < obstacles->len; i++)
		g_ptr_array_add(found, g_strdup(obstacles->pdata[i]));
	snapshot_free(whole);
	return true;
}
