/*
 * Which statements run code on rows that finds names by search_path. A function's body is text: it names tables and functions as
 * its author did, often without their schemas, and whoever calls it has a path by which they are found. A script has none, so it
 * has to take the database's own while a statement computes rows: one that adds a generated column, makes an index on an
 * expression, refreshes a materialized view.
 */
#pragma once

#include <stdbool.h>

#include "diff/change.h"

/*
 * Adds the routines (const struct object *) of the first kind that are called for an object of the wanted state, not those that
 * they call in turn.
 */
void computes_routines(const struct changes *, const struct object *, GPtrArray *routines);
/*
 * Whether what is computed for the object of a change, as it is to be, can call a routine whose body is text and that sets no
 * search_path of its own, or a routine that is not described, such as an extension's. For a column, and a table, that is all that
 * is computed when a row of the table is written.
 */
bool computes_by_path(struct changes *, const struct change *);
