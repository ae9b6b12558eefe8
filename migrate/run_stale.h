/* Finds applied drafts that have changed since. */
#pragma once

#include "migrate/run.h"

/*
 * Sets run->stale, in environments with `dev: true`. False with MIGRATE_INTEGRITY where changes below the drafts differ from the
 * project's.
 */
bool run_find_stale(struct run *, GError **);
