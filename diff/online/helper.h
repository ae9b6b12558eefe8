/*
 * Checks that are there for a while: by a valid one the server knows, without going through the rows, that they fit into a
 * partition, or have a value. What an earlier attempt has left is used again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/online/site.h"

/* What the check of a column that becomes NOT NULL, or of a partition that comes or goes, is called. Of the pool. */
const char *helper_name(const struct changes *, const struct object *);
/* The check of that name that the table has, and would lose; NULL: none. */
const struct object *helper_left(const struct changes *, const struct object *table, const char *name);
/* Whether the site's check is one that a form of the plan uses, and drops. */
bool helper_is(const struct online_site *);
/*
 * Appends what rows of the site's partition are to be like, in words from which the server can conclude that they fit. False where
 * that is not known.
 */
bool helper_append_bound(GString *out, const struct online_site *);
/* The default partition of the table to which the site's partition is attached, which stays; NULL: none. */
const struct object *helper_default(const struct online_site *);
/* Whether nothing of a table, as it is before, changes that its partitions get, too: one that is to go must be gone before. */
bool helper_leaves_partitions(const struct changes *, const struct object *table);
