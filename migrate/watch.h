/*
 * What a change does to a database while nobody else is there: the locks that it holds on relations, tables that are written anew, WAL,
 * size. A second connection looks.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>

struct watch;

/* Begins to look at a server process; the connection is used by it alone until watch_end(). */
struct watch *watch_begin(PGconn *, int pid);
/* Looks now: before COMMIT all locks are held that ever will be. */
void watch_look(struct watch *);
/*
 * Ends, and tells: {"wal", "size": bytes; "rewrites": [table]; "locks": [{"relation", "mode", "seconds"}]}. Locks are looked at every
 * few milliseconds, so the time that one is held is known to that.
 */
json_t *watch_end(struct watch *);
