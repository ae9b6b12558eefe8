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
