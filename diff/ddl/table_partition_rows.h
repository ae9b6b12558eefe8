/*
 * Rows that lie in one partition and are to be another's: in the default one when another comes that is for them, or beyond bounds
 * that are narrowed.
 */
#pragma once

#include "diff/change.h"
#include "diff/say.h"

/* Whether the partition, of a table that stays, is taken out and put back with other bounds. */
bool partition_is_rebound(const struct changes *, const struct change *table);
/* Whether rows may be taken from the table: from a partition whose bounds change, or from the default one while others come. */
bool partition_gives_rows(const struct changes *, const struct change *table);
/* Whether rows are taken out of the partition, or put into it. */
bool partition_moves_rows(const struct changes *, const struct change *partition);
/* Says what takes rows for a partition that is about to be attached out of the default one. */
void partition_take_rows(struct say *);
/*
 * Says what gives the rows of a partition beyond its new bounds to those that are for them, and the rest to the default one, be it
 * new.
 */
void partition_give_rows(struct say *);
/*
 * Whether rows of a partition that goes may be for others of its table, or for the default one. It is put aside until they are
 * copied.
 */
bool partition_leaves_rows(const struct changes *, const struct change *table);
/* Says what copies them from the table of that name, in its schema; whether all rows are kept, as there is a default partition. */
bool partition_leave_rows(struct say *, const char *from);
/* Makes batches wait: rows are moved when all columns are as they are to be, and what refers to the partitioned table is off. */
void partition_rows_add_edges(struct changes *, struct change *table);
