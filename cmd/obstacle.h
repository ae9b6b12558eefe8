/* What a filter leaves out of a place, and stands in the way of a plan for it: told before anything is written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "cmd/place.h"

/*
 * Reads the place once more, without the filter, where the plan from have, which was read there with it, to want does anything.
 * Appends a line (char *) for each obstacle; false with an error when the place cannot be read. Standard input cannot be read
 * twice: then nothing is appended.
 */
bool obstacles_find(
	struct place *, const struct snapshot *have, const struct snapshot *want, struct pool *, GPtrArray *found, GError **error);
