/* Measures one statement's effect on existing tables: its locks, rewrites, scans and index builds, as the server reports them. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "diff/lock.h"

/* Of one relation that existed before, except catalogs. */
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
 * Runs a statement in a transaction that is rolled back. before has the statements run before it in that transaction, or NULL.
 * Returns an array of struct measured *, sorted by name; free it with g_ptr_array_unref(); NULL with an error. Resets the
 * connection's notice receiver.
 */
GPtrArray *measure(PGconn *, const char *before, const char *sql, GError **);
/* The same of a statement whose transaction is committed. */
GPtrArray *measure_and_keep(PGconn *, const char *sql, GError **);
