/*
 * yaml2db --online: a plan beside which others can work, see diff/online/online.h. Its script is transactions; what takes a lock that
 * is in the way of others waits for it a moment and, where it does not get it, lets them pass and tries again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"

#define ONLINE_LOCK_TIMEOUT "1s"

/* What is wrong with the time that a lock is waited for: it is to be as 500ms, 2s or 1min. NULL: nothing, or no time. */
const char *online_timeout_problem(const char *);

/* Makes the comparison's plans online ones. What earlier attempts have left in the place that changes is looked up there; backfill: see diff/online/backfill.h. */
bool online_prepare(struct comparison *, struct place *changed, bool backfill, GError **);

/* The plan while its script is written. All of the functions write nothing where it is no online plan. */
struct online_writing {
	const struct plan *plan;
	guint transaction, step; /* those that come next; the step's place in the transaction */
};
/* What psql has to know to run it: how often and how long locks are tried, NULL: ONLINE_LOCK_TIMEOUT. */
void online_write_head(GString *out, const struct plan *, const char *lock_timeout);
/* What stands around each step. */
void online_write_before(GString *out, const struct online_writing *);
void online_write_after(GString *out, struct online_writing *);
