/* What an operator says of a change that stopped in its middle; it is kept as a note. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * step 0: the whole change. done: it, or all of it, is there; `resume` then goes on, or runs the postcondition and writes the log.
 * Otherwise: there is nothing of it; the step is run again by `resume`, and a whole change counts as never begun. MIGRATE_USAGE
 * where nothing is to be resolved. force: without the statement that PRD asks for, see migrate/resolution.h.
 */
bool resolve(struct run *, int number, int step, bool done, const char *note, bool force, GError **);
