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

/* The statement that tries to take that of a text, and gives whether it did; shared: as many may that only keep runs away. Free it. */
char *lock_sql(const char *uuid, bool shared);

/* MIGRATE_LOCKED, and who has it, after that many seconds; MIGRATE_USAGE where the lock is gone at once, as behind a pooler. */
bool lock_take(struct session *, const char *uuid, double seconds, GError **);
