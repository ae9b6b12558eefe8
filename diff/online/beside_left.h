/* What earlier attempts have left of columns that are made beside the old ones, see diff/online/beside.h. */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

struct beside_left;

/*
 * Finds it in have: columns whose type is another in want, with their trigger and its function; but for columns of want that usual
 * has. NULL: there is nothing.
 */
struct beside_left *beside_left_new(const struct snapshot *have, const struct snapshot *want, const GHashTable *usual);
void beside_left_free(struct beside_left *);
/* have without that. */
const struct snapshot *beside_left_without(const struct beside_left *);
/* The object of have that an object of that snapshot is; others are themselves. */
const struct object *beside_left_given(const struct beside_left *, const struct object *);

/* The column that is left for the one of that name; NULL: none. */
const struct object *beside_left_column(const struct changes *, const struct object *table, const char *name);
/* The body of the function that keeps it in step. */
const char *beside_left_body(const struct changes *, const struct object *left);
/* Whether its table has an index, or a check, of that name. */
bool beside_left_has(const struct changes *, const struct object *table, const char *name);
/* Notes, in a plan that is no online one, what it drops of such columns, with which an online one would go on. */
void beside_left_note(const struct changes *, struct plan *);
