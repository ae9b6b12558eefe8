/* Reading a server's catalogs into a snapshot: one read-only transaction, one query a kind, all of them in one pipeline. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "catalog/read/error.h"
#include "catalog/snapshot.h"

/*
 * Adds every object of the connection's database to the snapshot and finishes it. The connection is used alone, and left outside a
 * transaction with search_path empty. What the database has and no kind models is added to unsupported as "kind name" texts (owned
 * by the array), to be told to the user. accept, when not NULL, leaves out objects that it refuses.
 */
bool catalog_read(
	PGconn *, struct snapshot *, GPtrArray *unsupported, bool (*accept)(const struct object *, void *), void *data, GError **);

/*
 * The same within the transaction that the connection is in, at READ COMMITTED, as that transaction sees the database; its settings
 * stay, and a savepoint "pgcanon_read" is left behind. What others commit meanwhile may be seen in part.
 */
bool catalog_read_within(
	PGconn *, struct snapshot *, GPtrArray *unsupported, bool (*accept)(const struct object *, void *), void *data, GError **);
