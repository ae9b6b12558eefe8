/*
 * Names that move with what is renamed: ALTER SCHEMA and ALTER EXTENSION ... SET SCHEMA run before all else, and from then on what
 * is in the schema has another name. So the old state is compared, and told, by the names that it has after these.
 */
#pragma once

#include "diff/change.h"

/* Sets what of changes tells that names move: followed, schemas_first. given is there. */
void follow_names(struct changes *, const struct snapshot *want);
/* The object of the snapshot that changes_new() was given; an object of want is itself. NULL: NULL. */
const struct object *follow_given(const struct changes *, const struct object *);
