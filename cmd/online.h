/*
 * yaml2db --online: a plan that does not block other sessions, see diff/online/online.h. Its script consists of transactions; one
 * that takes a conflicting lock waits for it a moment, and if it does not get it, lets others pass and tries again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"

#define ONLINE_LOCK_TIMEOUT "1s"

/* What is wrong with the lock timeout, which has the form 500ms, 2s or 1min. NULL: nothing, or no timeout is given. */
const char *online_timeout_problem(const char *);

/*
 * Makes the comparison's plans online plans. Reads remains of earlier attempts from the place that changes; backfill: see
 * diff/online/backfill.h. False with an error.
 */
bool online_prepare(struct comparison *, struct place *changed, bool backfill, GError **);

/* The state while an online plan's script is written. The functions write nothing for other plans. */
struct online_writing {
	const struct plan *plan;
	guint transaction, step; /* the next ones; the step's index is within the transaction */
};
/* Writes psql variables for the retries and the timeout of locks; NULL: ONLINE_LOCK_TIMEOUT. */
void online_write_head(GString *out, const struct plan *, const char *lock_timeout);
/* Write what goes before and after each step. */
void online_write_before(GString *out, const struct online_writing *);
void online_write_after(GString *out, struct online_writing *);
