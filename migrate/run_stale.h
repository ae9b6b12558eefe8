/* Drafts that were applied and are other changes now. */
#pragma once

#include "migrate/run.h"

/* Sets run->stale, for environments of that kind. MIGRATE_INTEGRITY where what lies below is not what the project has. */
bool run_find_stale(struct run *, GError **);
