/* CREATE AGGREGATE: pg_aggregate and pg_proc. */
#pragma once

#include "catalog/object.h"

struct aggregate {
	struct object object;
	const char *sfunc, *stype, *sspace, *finalfunc, *finalfunc_modify, *combinefunc, *serialfunc, *deserialfunc, *initcond;
	const char *msfunc, *minvfunc, *mstype, *msspace, *mfinalfunc, *mfinalfunc_modify, *minitcond, *sortop, *parallel, *kind;
	bool finalfunc_extra, mfinalfunc_extra;
};
