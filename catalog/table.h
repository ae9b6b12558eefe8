/* CREATE TABLE: pg_class of relkind r and p, with pg_inherits and pg_partitioned_table. */
#pragma once

#include "catalog/object.h"

struct table {
	struct object object;
	const struct names *inherits;           /* quoted names, bare in the same schema */
	const struct names *options, *toast_options;
	const char *tablespace, *access_method, *of_type;
	const char *row_security;               /* "enabled", "forced" (and enabled), "forced only" */
	const char *replica_identity;           /* "full", "nothing", or the name of an index */
	const char *cluster_on;                 /* name of an index */
	const char *partition_by;               /* "range", "list", "hash"; the keys are parts */
	const char *partition_definition;       /* as pg_get_partkeydef prints it; gone when settled */
	const char *partition_of, *partition_bound_spec;
	bool unlogged;
};

/* Named by its column or expression, as the keys of an index. */
struct partition_key {
	struct object object;
	const char *type;                       /* "expression", or absent: a column */
	const char *collation, *opclass;        /* SQL text */
};
