/*
 * Columns whose rows get their values in batches, each committed by itself, as --backfill asks for. A check NAME__backfill, which
 * forbids nothing, stands for what is not done yet: it comes with the column, and goes when every row has a value. Where a run was
 * stopped the next one finds it, and goes on.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/online/site.h"

/* Batches are pages of one table of the snapshot: whether it has no children, and is no partition of another. */
bool backfill_is_alone(const struct snapshot *, const struct depend *, const struct object *table);
/* Whether the site's column, which is added, has a default that is computed for each row, and rows that can be filled in batches. */
bool backfill_can(const struct online_site *);
/* The same, where --backfill asks for it. */
bool backfill_fills(const struct online_site *);
/* Whether the site's check, which is dropped, is the one of a column that was being filled. */
bool backfill_is_left(const struct online_site *);
/* Whether the site's column, which is there, was being filled. */
bool backfill_goes_on(const struct online_site *);
/* Whether the change makes a check of a table of which a column was being filled: rows that have no value yet could not be changed. */
bool backfill_is_awaited(const struct changes *, const struct change *);
/* The column of that check. */
const struct object *backfill_column(const struct online_site *);
/* What the check of the site's column is called. Of the pool. */
const char *backfill_name(const struct online_site *);
/* Notes, in a plan that is no online one, the columns that are not filled yet, and whose check it drops. */
void backfill_note(const struct changes *, struct plan *);
