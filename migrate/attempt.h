/* Attempts: their rows in the registry, and the same in the journal. */
#pragma once

#include "migrate/run.h"

/* Begins an attempt, which is committed before anything else is done. Its id; 0 with an error. */
int64_t attempt_begin(struct run *, const struct numbered_change *, const char *direction, const char *variables, GError **);
/*
 * Its end, if it is not "applied": failed, crashed, incomplete, escaped. Assertions are those that were judged (struct assertion
 * *); NULL. When the database cannot be written the journal tells it alone, and the failure's message says so.
 */
void attempt_end(struct run *, int64_t attempt, const struct numbered_change *, const char *result, struct failure *,
	const GPtrArray *assertions);
/* Assertions as a text of JSON, for the registry; NULL: there are none. Free it. */
char *assertions_text(const GPtrArray *assertions);
