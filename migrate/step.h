/*
 * A change outside transactions: each statement of it is a step of its own, which the registry knows as started before it runs and
 * as done after it. Between steps, and while one runs, no transaction is open.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/transact.h"

/*
 * All of it: the precondition, the steps, the postcondition and the log. False with the failure, whose status is MIGRATE_INCOMPLETE
 * where a step may have changed something; otherwise nothing has been changed.
 */
bool step_run(struct transaction *, struct failure *);

/*
 * Goes on where another attempt, the state's incomplete one, has stopped: what is done is left out, what was begun is looked at
 * (migrate/probe.h). MIGRATE_INCOMPLETE where a step cannot be told.
 */
bool step_resume(struct transaction *, int64_t before, struct failure *);
