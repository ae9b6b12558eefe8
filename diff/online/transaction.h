/* What an online plan is made for, and what it is divided into: see diff/online/online.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What of the database no snapshot describes. */
struct online {
	GHashTable *leftovers; /* char *, qualified and quoted: what earlier attempts have left: indexes that are not valid,
				  partitions half detached */
	bool backfill;	       /* rows get values in batches, see diff/online/backfill.h */
};

/* Steps that are committed together. */
struct online_transaction {
	GPtrArray *steps; /* struct step *, of the plan */
	bool outside;	  /* it is one statement that can run in no transaction, as CREATE INDEX CONCURRENTLY */
	bool slow;	  /* it goes through rows, under a lock that is in nobody's way */
	char *lock; /* the statement that takes the locks which are in the way of others, so that they are waited for first, and with a
		       limit; NULL: there is none */
};
