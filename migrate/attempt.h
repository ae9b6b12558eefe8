/* Attempts: rows of the registry, and lines of the journal. */
#pragma once

#include "migrate/run.h"

/* Begins an attempt and commits it before anything else. Returns its id; 0 with an error. */
int64_t attempt_begin(struct run *, const struct numbered_change *, const char *direction, const char *variables, GError **);
/*
 * Ends an attempt that was not "applied": failed, crashed, incomplete, escaped. Assertions are those that were checked (struct
 * assertion *); NULL. When the database cannot be written, only the journal has the end, and the failure's message says so.
 */
void attempt_end(struct run *, int64_t attempt, const struct numbered_change *, const char *result, struct failure *,
	const GPtrArray *assertions);
/* Assertions as JSON text, for the registry; NULL: there are none. Free it. */
char *assertions_text(const GPtrArray *assertions);
