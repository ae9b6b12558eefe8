/* yaml2db --update: runs the plan. */
#pragma once

#include "cmd/comparison.h"

/*
 * Runs the plan in one transaction in the first place, or the transactions of an online plan; then reads and compares again. guard:
 * see cmd/same.h; "": none. search_path and lock_timeout: see cmd/script.h. done is printed on success. False with an error that
 * says whether anything was changed.
 */
bool update_database(const struct comparison *, const char *guard, const char *search_path, const char *lock_timeout,
	const char *done, GError **);
