/*
 * Generated columns whose expression changes, ALTER COLUMN ... SET EXPRESSION, which 17 and later have, or is dropped: DROP
 * EXPRESSION.
 */
#pragma once

#include "diff/say.h"

/* Whether UPPER is the column of a parent table from which COLUMN, of a child or a partition, is made. */
bool generated_is_above(const struct change *upper, const struct change *column);
/*
 * Whether a partition, or child, needs an expression of its own and is taken out first: it cannot be set while indexes of a
 * partition are attached, and a column that is added to the parent comes with the parent's.
 */
bool generated_stands_alone(const struct changes *, const struct change *column);
/*
 * Whether the column's values are computed on reading, and differently from now on: the server refuses this in a table that has
 * check constraints, or is in a publication by name.
 */
bool generated_unsettles(const struct changes *, const struct change *column);
/* SET or DROP EXPRESSION of a column; upper: the parent's column, which says it for its children. */
void generated_alter(struct say *, const struct change *upper);
