/*
 * Runs a change outside transactions: each statement is a step, which the registry records as started before it runs and as done
 * after it. Between steps, and while one runs, no transaction is open.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/transact.h"

/*
 * Runs the precondition, the steps, the postcondition and the log. False with the failure, whose status is MIGRATE_INCOMPLETE where
 * a step may have changed the database; otherwise it is unchanged.
 */
bool step_run(struct transaction *, struct failure *);

/*
 * Continues where another attempt, the state's incomplete one, has stopped: finished steps are skipped, a step that was begun is
 * examined (migrate/probe.h). MIGRATE_INCOMPLETE where that is inconclusive.
 */
bool step_resume(struct transaction *, int64_t before, struct failure *);
