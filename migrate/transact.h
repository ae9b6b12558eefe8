/*
 * One change in one transaction, up or down, with the row of the log in it (docs of the design: the state machine). Four round trips: what comes
 * before and the precondition; the build and the postcondition; the log; COMMIT.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "migrate/leg.h"

struct transaction {
	struct run *run;
	const struct leg *leg;
	int64_t attempt;	   /* committed as running before */
	const struct change *next; /* whose attempt begins with the end of this one; NULL: none */
	const char *next_variables;
	int64_t next_attempt; /* its id */
	const char *head_before, *head_after;
	bool nested;		 /* in a transaction that is open for several changes: no BEGIN, no COMMIT */
	const char *fingerprint; /* of the schema before; NULL: not known */
	char *fingerprint_after; /* where it was read: compared with expect/ */
	GPtrArray *assertions;	 /* struct assertion *, as far as it came */
	bool escaped;		 /* a statement ended the transaction, so part of it may be there */
	double seconds;
};

void transaction_clear(struct transaction *);

/*
 * False with the failure; the transaction is then rolled back, unless it is nested, or its connection is lost, or failure->status is
 * MIGRATE_UNKNOWN.
 */
bool transact(struct transaction *, struct failure *);

/*
 * The same for a change outside transactions: what comes before its steps, in a transaction that is rolled back, with what the precondition left
 * (JSON or NULL).
 */
bool transact_pre(struct transaction *, char **contract, struct failure *);
/* And after them: the postcondition and the log, in one transaction. */
bool transact_post(struct transaction *, const char *contract, struct failure *);
