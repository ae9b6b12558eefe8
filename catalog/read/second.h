/*
 * A second connection that reads the same snapshot as the first one, so that the server can work for both at once: the manual,
 * "Snapshot Synchronization Functions". It is worth its costs in databases of some thousand relations.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

/*
 * SELECT what second_open() needs, run in the first connection's transaction of isolation level REPEATABLE READ: NULL where the
 * database is small, or where the server is a standby.
 */
extern const char second_export_sql[];

/*
 * Connects to the server of the first connection as its user, in pipeline mode, in a transaction that reads the exported snapshot.
 * What the first connection receives meanwhile is kept for it. NULL where that cannot be had soon: there is no free connection, for
 * example, or a pooler has no other server process. Then the first one reads alone. The caller closes it by PQfinish().
 */
PGconn *second_open(PGconn *first, const char *exported);
