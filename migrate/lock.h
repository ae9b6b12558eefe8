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

/*
 * The statement that tries to take the lock of a text, and returns whether it did; shared: for sessions that only keep runs away.
 * Free it.
 */
char *lock_sql(const char *uuid, bool shared);

/*
 * Tries to take the lock for that many seconds. False with MIGRATE_LOCKED, naming the holder; MIGRATE_USAGE where the lock is lost
 * at once, as behind a pooler.
 */
bool lock_take(struct session *, const char *uuid, double seconds, GError **);
