/* Whether a step that was begun, and whose end was not seen, is done: looked up in the catalogs. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/leg.h"

enum probe {
	PROBE_DONE,
	PROBE_UNDONE,	/* there is nothing of it: it can be run */
	PROBE_LEFTOVER, /* it has left something behind, which *repair takes away or completes */
	PROBE_UNKNOWN,	/* an operator has to tell */
};

/*
 * step: from 1. *repair, with PROBE_LEFTOVER, is a statement to be run outside a transaction; free it. *completes: the repair does
 * all that the step was to do, so it is not run again. *what tells what was found; free it. The session's role and search_path are
 * those of the step.
 */
bool probe_step(struct run *, const struct leg *, int step, enum probe *, char **repair, bool *completes, char **what, GError **);

/* Whether a statement that fails has changed nothing, as most do: not CONCURRENTLY, nor what may commit in its middle. */
bool probe_is_atomic(const char *sql);
