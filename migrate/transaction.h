/* One change being tried in a transaction: see migrate/transact.h. */
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
