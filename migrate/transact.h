/*
 * One change in one transaction, from BEGIN to COMMIT: what must hold before, the build, what must hold after, the log. Two round
 * trips: the build and the postcondition; the log and COMMIT, with which the next change goes as far as its precondition. The
 * precondition is judged before the build is sent, the postcondition before COMMIT is.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "migrate/leg.h"
#include "migrate/pipeline.h"

struct transaction {
	struct run *run;
	const struct leg *leg;
	const char *head_before, *head_after;
	bool nested;		 /* in a transaction that is open for several changes: no BEGIN, no COMMIT */
	int64_t attempt;	 /* committed as running before */
	const char *fingerprint; /* of the schema before; NULL: not known */
	/*
	 * Asked for while the server works, so it must not use the connection: the change after this one, whose attempt begins with
	 * the end of this one; NULL: none. Where it cannot be asked for then (NULL), "next" is set before.
	 */
	struct transaction *(*find_next)(void *data);
	void *data;
	struct transaction *next;
	/* what comes of it, which transaction_clear() frees */
	char *fingerprint_after; /* where it was read: compared with expect/ */
	GPtrArray *assertions;	 /* struct assertion *, as far as it came */
	bool escaped;		 /* a statement ended the transaction, so part of it may be there */
	double seconds;
	/* its beginning */
	struct pipeline pipeline;
	struct part part; /* the precondition */
	struct contract contract;
	PGresult *state;
	bool begun;	      /* with the end of the one before */
	struct failure early; /* which failed */
};

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
