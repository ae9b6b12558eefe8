/* Records an operator's finding about a change that stopped, with a note. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * step 0: the whole change. done: the step, or the whole change, has taken effect; `resume` continues after it, or runs the
 * postcondition and writes the log. Otherwise it had no effect: `resume` runs the step again, and a whole change counts as not
 * begun. False with MIGRATE_USAGE where nothing has stopped. force: without the statement that PRD requires, see
 * migrate/resolution.h.
 */
bool resolve(struct run *, int number, int step, bool done, const char *note, bool force, GError **);
