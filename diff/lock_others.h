/* Which tables a statement locks beside the one that it is about: those that inherit from it, or have foreign keys with it. */
#pragma once

#include "diff/lock_exact.h"

/* Sets what the hazard, which has its row's locks, does to others, as the two snapshots tell. tokens: those of the match. */
void lock_others(const struct lock_match *, const struct lock_table *, const GArray *tokens, struct lock_hazard *);
/* Whether rows can be there: not of a foreign table, nor of a partitioned one without partitions, or of which ONLY it is meant. */
bool lock_has_rows(const struct lock_table *, bool only);
/* The default partition, as it is before, of the table that the table comes to, which must not have rows of it; NULL: none. */
const struct object *lock_default_partition(const struct lock_table *);
