/*
 * One change in one transaction, from BEGIN to COMMIT: what must hold before, the build, what must hold after, the log. Two round
 * trips: the build and the postcondition; the log and COMMIT, with which the next change goes as far as its precondition. The
 * precondition is judged before the build is sent, the postcondition before COMMIT is.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/transaction.h"

/* As before it was tried: but for the attempt it can be tried again. */
void transaction_clear(struct transaction *);

/*
 * False with the failure; the transaction is then rolled back, unless it is nested, or its connection is lost, or failure->status
 * is MIGRATE_UNKNOWN.
 */
bool transact(struct transaction *, struct failure *);
/* Sends what comes before the build: judged by transact(), once the results are there and "begun" is set. */
void transact_begin(struct transaction *, struct pipeline *);
/* Takes back what is left of it, where somebody can still be told to. */
void transact_undo(struct transaction *);

/*
 * The same for a change outside transactions: what comes before its steps, in a transaction that is rolled back, with what the
 * precondition left (JSON or NULL).
 */
bool transact_pre(struct transaction *, char **contract, struct failure *);
/* And after them: the postcondition and the log, in one transaction. */
bool transact_post(struct transaction *, const char *contract, struct failure *);
