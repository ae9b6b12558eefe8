/* yaml2db --update: runs the way there. */
#pragma once

#include "cmd/comparison.h"

/*
 * In one transaction in the first place, or those of an online plan; then reads and compares once more. guard: see cmd/same.h; "":
 * none. search_path and lock_timeout: see cmd/script.h. done is told in the end. An error tells whether anything was changed.
 */
bool update_database(const struct comparison *, const char *guard, const char *search_path, const char *lock_timeout,
	const char *done, GError **);
