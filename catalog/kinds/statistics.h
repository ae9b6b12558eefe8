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
