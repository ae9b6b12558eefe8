/*
 * Runs one change in one transaction, from BEGIN to COMMIT: precondition, build, postcondition, log. It takes two round trips: the
 * build and the postcondition; the log and COMMIT, together with the next change up to its precondition. The precondition is
 * checked before the build is sent, the postcondition before COMMIT.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/transaction.h"

/* Clears all but the attempt, so that it can be retried. */
void transaction_clear(struct transaction *);

/*
 * Runs the change. False with the failure; then the transaction is rolled back, unless it is nested, its connection is lost, or
 * failure->status is MIGRATE_UNKNOWN.
 */
bool transact(struct transaction *, struct failure *);
/* Sends what comes before the build; transact() checks the results when "begun" is set. */
void transact_begin(struct transaction *, struct pipeline *);
/* Rolls back the rest of the transaction, if the connection is alive. */
void transact_undo(struct transaction *);

/*
 * For a change outside transactions: runs what comes before its steps in a transaction that is rolled back; *contract gets the
 * precondition's values (JSON or NULL).
 */
bool transact_pre(struct transaction *, char **contract, struct failure *);
/* And after the steps: the postcondition and the log, in one transaction. */
bool transact_post(struct transaction *, const char *contract, struct failure *);
