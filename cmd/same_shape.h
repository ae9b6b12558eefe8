/*
 * The guard of the script for the way back: fails if the way there was not run. The resulting schema is known only from a
 * description, and servers word some facts differently: so only facts with a single form are compared.
 */
#pragma once

#include "diff/plan.h"

/*
 * A statement without semicolon that fails, and names the objects, where objects that the plan, from want to have, changes do not
 * exist, or do not have the shape of want: columns of tables with their types, labels of enums, bodies of functions and procedures.
 * "" where it changes none of these. Free it.
 */
char *same_shape_check(const struct snapshot *want, const struct snapshot *have, const struct plan *);
