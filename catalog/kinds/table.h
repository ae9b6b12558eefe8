/* CREATE TABLE: pg_class of relkind r and p, with pg_inherits and pg_partitioned_table. */
#pragma once

#include "catalog/object.h"

/* Columns of pg_class c that are read for tables and foreign tables. */
/*
 * pg_inherits also has rows of indexes, which are not parents here. Parents in the table's own schema have no schema:
 * table_settle_parents().
 */
#define TABLE_PARENTS \
	" LEFT JOIN (SELECT inhrelid, array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents FROM pg_inherits GROUP BY " \
	"1) i ON i.inhrelid = c.oid"
#define TABLE_BOUND "CASE WHEN c.relispartition THEN regexp_replace(pg_get_expr(c.relpartbound, 0), '^FOR VALUES ', '') END"

/* Removes the table's own schema from the names of its parents: part of settle(). */
void table_settle_parents(struct snapshot *, struct object *table);
/* Whether it is a table with PARTITION BY; false for an object of another kind. */
bool table_is_partitioned(const struct object *);
/* The keys of a partitioned table, in order; none of another relation. */
struct parts table_partition_keys(const struct object *);
/* The table that a table is a partition of or, else, the first that it inherits from; NULL: none, or not of the snapshot. */
const struct object *table_parent(const struct snapshot *, const struct object *table);
/* The parent at that index, from 0; NULL after the last. */
const struct object *table_parent_at(const struct snapshot *, const struct object *table, size_t index);
/* Whether that is one of them. */
bool table_is_child(const struct snapshot *, const struct object *table, const struct object *parent);

struct table {
	struct object object;
	const struct names *inherits; /* quoted names, bare in the same schema */
	const struct names *options, *toast_options;
	const char *tablespace, *access_method;
	const struct qualified *of_type;
	const char *row_security;	      /* "enabled", "forced" (and enabled), "forced only" */
	const char *replica_identity;	      /* "full", "nothing", or the name of an index */
	const char *cluster_on;		      /* name of an index */
	const char *partition_by;	      /* "range", "list", "hash"; the keys are parts */
	const struct qualified *partition_of; /* bare in the same schema */
	const char *partition_bound_spec;
	const char *distribution; /* of Citus: "reference", "local", "single", "hash a", "range a", "append a" */
	const char *shards;	  /* how many, of a hashed one */
	const char *server;	  /* of a foreign table, whose options are those of its wrapper */
	bool unlogged;
	bool hidden_partitions; /* some of its partitions are left out of the snapshot: set by snapshot_finish() */
};

/* Named by its column or expression, as the keys of an index. */
struct partition_key {
	struct object object;
	const char *type;		 /* "expression", or absent: a column */
	const char *collation, *opclass; /* SQL text */
};
