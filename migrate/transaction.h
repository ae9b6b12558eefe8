/* One attempt at a change in a transaction: see migrate/transact.h. */
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
	bool nested;		 /* within a transaction of several changes: no BEGIN, no COMMIT */
	int64_t attempt;	 /* its row was committed as running before */
	const char *fingerprint; /* of the schema before; NULL: unknown */
	/*
	 * Called while the server works, so it must not use the connection: returns the next change, whose attempt begins with the
	 * end of this one; NULL: none. If it cannot be called then, it is NULL, and "next" is set before.
	 */
	struct transaction *(*find_next)(void *data);
	void *data;
	struct transaction *next;
	/* results, which transaction_clear() frees */
	char *fingerprint_after; /* if it was read for comparing with expect/ */
	GPtrArray *assertions;	 /* struct assertion *, those that were checked */
	bool escaped;		 /* a statement ended the transaction, so part of it may be committed */
	double seconds;
	/* its beginning */
	struct pipeline pipeline;
	struct part part; /* the precondition */
	struct contract contract;
	PGresult *state;
	bool begun;	      /* together with the end of the previous one */
	struct failure early; /* its failure */
};
