/* Whether an interrupted step, whose result is unknown, has taken effect: looked up in the catalogs. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/leg.h"

enum probe {
	PROBE_DONE,
	PROBE_UNDONE,	/* it had no effect: it can be run */
	PROBE_LEFTOVER, /* it left a part behind, which *repair removes or completes */
	PROBE_UNKNOWN,	/* an operator has to decide */
};

/*
 * step: from 1. *repair, with PROBE_LEFTOVER, is a statement to run outside a transaction; free it. *completes: the repair
 * completes the step, which is not run again. *what describes the finding; free it. The session has the step's role and
 * search_path. False with an error.
 */
bool probe_step(struct run *, const struct leg *, int step, enum probe *, char **repair, bool *completes, char **what, GError **);

/* Whether a failed statement has changed nothing, as for most: not with CONCURRENTLY, nor if it may commit in the middle. */
bool probe_is_atomic(const char *sql);
