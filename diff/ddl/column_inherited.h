/* Columns that a table has of its parents, and defaults. */
#pragma once

#include <stdbool.h>

#include "catalog/kinds/column.h"
#include "diff/say.h"

/* SET DEFAULT of a table's or a view's column. */
void column_say_default(struct say *, enum stage);
/* A child's column that is its parent's: only what differs from the parent's is the child's own. */
void column_say_inherited(struct say *, const struct object *parent);
/*
 * What CREATE TABLE makes of the columns of that name of its parents: default and NOT NULL are of any of them, all else of the first;
 * false: it takes over none.
 */
bool column_take_merged(const struct say *, struct column *merged);
