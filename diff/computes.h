/*
 * Which statements run code on rows that finds names by search_path. A function's body is text: its author often names tables and
 * functions without schema, and callers have a search_path that finds them. A script has an empty one, so it must use the
 * database's own for a statement that computes rows: one that adds a generated column, creates an index on an expression, refreshes
 * a materialized view.
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
 * Whether the changed object's expressions can call a routine whose body is text and that does not set search_path, or a routine
 * that is not described, such as an extension's. For a column, and a table, all expressions count that are evaluated when a row of
 * the table is written.
 */
bool computes_by_path(struct changes *, const struct change *);
