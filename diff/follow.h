/*
 * Names that move with what is renamed: ALTER SCHEMA and ALTER EXTENSION ... SET SCHEMA run before all else, and from then on what
 * is in the schema has another name. So the old state is compared, and told, by the names that it has after these. What depends on
 * a table, a type or a routine follows ALTER ... RENAME as well.
 */
#pragma once

#include "diff/change.h"

/* Sets have, followed and schemas_first from given. */
void follow_names(struct changes *, const struct snapshot *want);
/* Whether it gets another name, which what depends on it has in its texts already. */
bool follow_is_named(const struct changes *, const struct change *);
/* The same of a column, and of an object of have that is made of it. */
bool follow_has_column(const struct changes *, const struct object *, const struct change *column);
/* What is called by the new name of something else waits for that to be renamed: DROP FUNCTION f(new). */
void follow_add_edges(struct changes *, struct change *);
/* The object of the snapshot that changes_new() was given; an object of want is itself. NULL: NULL. */
const struct object *follow_given(const struct changes *, const struct object *);
