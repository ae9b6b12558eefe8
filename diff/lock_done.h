/* What earlier steps of a plan have done that tells what later ones do to rows: what is dropped, what is known to have no NULL. */
#pragma once

#include "diff/lock_exact.h"

struct lock_done *lock_done_new(void);
void lock_done_free(struct lock_done *);
/* Takes note of a statement, or subcommand; the table is of the plan whose lock_done it is. */
void lock_done_add(struct lock_done *, const struct lock_match *, const struct lock_table *);
/*
 * Whether that foreign key of before is dropped, or that foreign key or index of after made, that table of before is its parents' child
 * no more, or that of after has become it, or that column of the table of after is made NOT NULL. NULL: nothing is done.
 */
bool lock_done_has(const struct lock_done *, const struct object *part);
/* Whether the column of that name of the table of before may have NULL since then. */
bool lock_done_is_nullable(const struct lock_done *, const struct object *table, const char *column);
/* The conditions (char *) of checks that were added and hold for all rows of the table of before; no array where there is none. */
const GPtrArray *lock_done_checks(const struct lock_done *, const struct object *table);
