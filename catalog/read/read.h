/* Reading a server's catalogs into a snapshot: one read-only transaction, one query a kind, all of them in one pipeline. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "catalog/read/error.h"
#include "catalog/snapshot.h"

/*
 * Reads every object of the connection's database into the snapshot and finishes it. The connection is left outside a transaction
 * with search_path empty. Objects of no known kind are added to unsupported as "kind name" texts (owned by the array), to be
 * reported. accept, unless NULL, selects objects. False with an error.
 */
bool catalog_read(
	PGconn *, struct snapshot *, GPtrArray *unsupported, bool (*accept)(const struct object *, void *), void *data, GError **);

/*
 * The same in the connection's open transaction, at READ COMMITTED, as that transaction sees the database; its settings remain, and
 * so does a savepoint "pgcanon_read". Changes committed by others during reading may be partly visible.
 */
bool catalog_read_within(
	PGconn *, struct snapshot *, GPtrArray *unsupported, bool (*accept)(const struct object *, void *), void *data, GError **);

/*
 * Makes the connection usable after one of these has failed: takes the results that are left, and takes back the transaction or, with
 * within, what is behind the savepoint. Then one can try again, where others changed the schema meanwhile. False where it cannot.
 */
bool catalog_read_undo(PGconn *, bool within);

/*
 * catalog_read() in two parts, between which the program can do something else while the server works; the connection is used by
 * nothing else then. The first part gives NULL where it fails. The second one frees what the first one gave, and so does abandoning
 * it, which leaves the connection in the middle of the reading: PQreset() it, or close it.
 */
struct reading;
struct reading *catalog_read_begin(PGconn *, struct snapshot *, GPtrArray *unsupported, GError **);
bool catalog_read_end(struct reading *, bool (*accept)(const struct object *, void *), void *data, GError **);
void catalog_read_abandon(struct reading *); /* NULL is allowed */
