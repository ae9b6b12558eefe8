/*
 * Observes the effects of a change on a database without other users: locks on relations, rewritten tables, WAL, size. It uses a
 * second connection.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>

struct watch;

/* Starts observing a server process; only it may use the connection until watch_end(). */
struct watch *watch_begin(PGconn *, int pid);
/* Looks now: right before COMMIT all locks are held. */
void watch_look(struct watch *);
/*
 * Ends, and returns {"wal", "size": bytes; "rewrites": [table]; "locks": [{"relation", "mode", "seconds"}]}. It looks at locks
 * every few milliseconds, which limits the accuracy of seconds.
 */
json_t *watch_end(struct watch *);
