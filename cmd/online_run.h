/* yaml2db --online --update: runs the transactions. */
#pragma once

#include "cmd/comparison.h"

/*
 * Runs the plan in the place that changes, after the guard (see cmd/same.h; "": none). False with an error that says which steps
 * were run before.
 */
bool online_run(const struct comparison *, const char *guard, const char *search_path, const char *lock_timeout, GError **);
