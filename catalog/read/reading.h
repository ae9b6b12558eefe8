/* Turns the rows of the queries of catalog/read/read.c into objects of a snapshot. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "catalog/lookup.h"
#include "catalog/snapshot.h"

struct reading {
	PGconn *connection;
	struct snapshot *snapshot;
	struct pool *pool;
	GPtrArray *unsupported;
	int version;
	char *started;	     /* the snapshot, as pg_current_snapshot() prints it */
	bool within;	     /* a transaction of the caller's, in which it reads between savepoints */
	bool moved;	     /* a transaction has ended during reading: otherwise nothing can have changed */
	GHashTable *classes; /* name of a catalog -> its oid */
	struct lookup *lookup;
	GHashTable *filled;  /* names of sparse catalogs that hold something */
	GHashTable *objects; /* address -> struct object * */
	GHashTable *members; /* addresses of members of extensions */
	GArray *edges;	     /* struct edge: known before the objects are */
	GPtrArray *queries;  /* struct query * by kind_index() */
};

struct row {
	const PGresult *result;
	int index;
};

/*
 * Handles one row of a query, for its kind if it is a kind's; false with an error when an object changed after the snapshot was
 * taken.
 */
typedef bool (*row_reader)(struct reading *, const struct kind *, const struct row *, GError **);

bool reading_take_object(struct reading *, const struct kind *, const struct row *, GError **);

/* Optional kinds are read if the snapshot requests them. */
void reading_init(struct reading *, PGconn *, struct snapshot *, GPtrArray *unsupported);
void reading_clear(struct reading *);
