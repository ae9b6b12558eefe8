/*
 * The lock of a project in a database: a session-level advisory lock (manual, section 13.3.5) on the session that does the work.
 *
 * The runner polls instead of waiting in pg_advisory_lock(): a waiting session holds a snapshot, for which CREATE INDEX
 * CONCURRENTLY in the session that has the lock would wait in turn.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/session.h"

/* The text whose lock a tenant's runs take; tenant NULL: that of runs on the whole database. Free it. */
char *lock_tenant(const char *uuid, const char *tenant);
/* The statement that tries to take the lock of a text, and returns whether it did. Free it. */
char *lock_sql(const char *uuid);
/*
 * The statement that tries to take a project's lock in shared mode, for sessions that only keep runs away; with tenants (char *; NULL:
 * none) the locks of all of them. Free it.
 */
char *lock_shared_sql(const char *uuid, const GPtrArray *tenants);

/*
 * Tries to take the lock for that many seconds. False with MIGRATE_LOCKED, naming the holder; MIGRATE_USAGE where the lock is lost
 * at once, as behind a pooler.
 */
bool lock_take(struct session *, const char *uuid, double seconds, GError **);
