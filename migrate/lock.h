/*
 * The lock of a project in a database: a session-level advisory lock (manual, section 13.3.5) on the session that does the work.
 *
 * It is asked for again and again rather than waited for: who waits in pg_advisory_lock() holds a snapshot, for which CREATE INDEX
 * CONCURRENTLY in the session that has the lock would wait in turn.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/session.h"

/* The text whose lock a tenant's runs take; tenant NULL: the uuid itself, for the whole database. Free it. */
char *lock_tenant(const char *uuid, const char *tenant);
/* The statement that tries to take the lock of a text, and returns whether it did. Free it. */
char *lock_sql(const char *uuid);
/*
 * The statement that tries to take the project's lock in shared mode, which keeps runs away; with tenants (char *; NULL: none) the locks
 * of all of them. Free it.
 */
char *lock_shared_sql(const char *uuid, const GPtrArray *tenants);

/* MIGRATE_LOCKED, and who has it, after that many seconds; MIGRATE_USAGE where the lock is gone at once, as behind a pooler. */
bool lock_take(struct session *, const char *uuid, double seconds, GError **);
