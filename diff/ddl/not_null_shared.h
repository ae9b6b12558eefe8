/*
 * Names of constraints that several tables of a schema have. A constraint that nobody names gets a name that no other one of its
 * schema has: t_c_not_null1 where t_c_not_null is another table's.
 */
#pragma once

#include "diff/change.h"

/* Notes them, before anything is said. */
void not_null_note_shared(struct changes *);
/* Whether another table has a constraint of that name. */
bool not_null_is_shared(const struct changes *, const struct object *table, const char *name);
