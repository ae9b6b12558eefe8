/* CREATE STATISTICS: pg_statistic_ext. */
#pragma once

#include "catalog/object.h"

struct statistics {
	struct object object;
	const struct qualified *table;	 /* bare in the statistics' own schema */
	const struct names *columns;	 /* by name: their order means nothing */
	const struct names *expressions; /* SQL text */
	const struct names *kinds;	 /* "dependencies", "mcv", "ndistinct"; absent: all of them */
	const char *target;
};

struct snapshot;

/* The table of the statistics; NULL: the object is of another kind, or the snapshot does not have the table. */
const struct object *statistics_relation(const struct snapshot *, const struct object *);
