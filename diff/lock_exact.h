/* What a statement does to rows beyond what its words tell: as the table's columns, indexes and checks are. */
#pragma once

#include "catalog/depend.h"
#include "diff/lock.h"

/* A relation that the plan changes, in both snapshots; either may lack it. */
struct lock_table {
	const struct snapshot *have, *want;
	const struct object *had, *has;
	const struct depend *needs;   /* of have */
	const struct lock_done *done; /* by steps before, see diff/lock_done.h; NULL: nothing */
};

/* As in a row, see diff/lock.h. */
struct lock_hazard {
	const char *lock, *other;
	unsigned work;
};

/*
 * What a match does: what its row says, exactly where what is described tells, else at its worst. It is run as scripts have it,
 * with TimeZone UTC.
 */
struct lock_hazard lock_exact(const struct lock_match *, const struct lock_table *);

/* Whether a function that the server has, of that name, may give another value for each row. */
bool lock_is_volatile(const char *name);
