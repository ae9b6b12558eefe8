/*
 * The way back, to a state that had columns which are dropped on the way there: they come back to rows that have no values for
 * them. What such rows may refuse is tried, and where they refuse it the script says so in a warning and goes on: NOT NULL, keys,
 * checks, foreign keys.
 */
#pragma once

#include <stdbool.h>

#include "diff/order.h"
#include "diff/say.h"

/*
 * Whether a column comes back NOT NULL to a table that is there and whose rows have no value for it: that is not said with the
 * column then.
 */
bool way_back_fills_later(const struct changes *, const struct change *column);
/*
 * Whether a constraint, or a unique index, of a table that is there is made of columns that come back without values, or refers to a
 * table that comes back without rows.
 */
bool way_back_is_tried(const struct changes *, const struct change *);
/*
 * The statements of that stage are tried together; what is not there if they fail, for notes and the warning: "NOT NULL of column a
 * of table public.t".
 */
void way_back_try(struct say *, enum stage, const char *what);
/* Says one statement that is tried by itself. */
void way_back_say(struct say *, enum stage, const char *what, const char *sql);
/* Makes one statement of those of a batch that is tried. version: of the server that is to change, as 150018; 0: any. */
void way_back_wrap(struct batch *, int version);
