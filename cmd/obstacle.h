/* Finds objects that a filter excludes and that prevent a plan from running, before anything is written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "cmd/place.h"

/*
 * Reads the place again without the filter, if the plan from have, which was read there with it, to want has steps. Appends a line
 * (char *) for each obstacle. False with an error where the place cannot be read. Standard input cannot be read twice: then nothing
 * is appended.
 */
bool obstacles_find(
	struct place *, const struct snapshot *have, const struct snapshot *want, struct pool *, GPtrArray *found, GError **error);
