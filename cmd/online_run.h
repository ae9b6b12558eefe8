/* yaml2db --online --update: runs the transactions. */
#pragma once

#include "cmd/comparison.h"

/*
 * Runs the plan of the way there in the place that changes, after the guard (see cmd/same.h; "": none). An error tells what was done
 * before.
 */
bool online_run(const struct comparison *, const char *guard, const char *search_path, const char *lock_timeout, GError **);
