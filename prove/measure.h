/*
 * What one statement does to the tables that are there: which locks it takes, what it rewrites, reads through and builds, as the
 * server itself tells.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "diff/lock.h"

/* Of one relation that was there before, other than the catalogs. */
struct measured {
	char *relation; /* as regclass has it under the session's search_path */
	unsigned oid;
	bool table;	  /* or a view: no index, no sequence */
	const char *lock; /* the strongest mode, "ACCESS EXCLUSIVE"; NULL: none but ACCESS SHARE */
	unsigned work;	  /* enum lock_work */
};

/* How strong a lock is, by its name in pg_locks or in the manual: from 1 for ROW SHARE to 7 for ACCESS EXCLUSIVE, else 0; and back. */
size_t measure_strength(const char *mode);
const char *measure_lock(size_t strength);

/*
 * Runs a statement in a transaction that is rolled back. What has been done before it in that transaction is in before, a text of
 * statements, or NULL. An array of struct measured *, to be freed with g_ptr_array_unref, in order of the names; NULL with an
 * error. The connection's notice receiver is the default one afterwards.
 */
GPtrArray *measure(PGconn *, const char *before, const char *sql, GError **);
/* The same of a statement whose transaction is committed. */
GPtrArray *measure_and_keep(PGconn *, const char *sql, GError **);
