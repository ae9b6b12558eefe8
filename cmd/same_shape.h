/*
 * The check with which the script of the way back begins: that the way there has been gone. What comes of that is known from its
 * description alone, and servers print other words than a document has: so only that is compared for which there is one word.
 */
#pragma once

#include "diff/plan.h"

/*
 * A statement without semicolon that fails, and names them, where objects that the plan, from want to have, changes are not there,
 * or are not of the shape that want tells: columns of tables with their types, labels of enums, bodies of functions and procedures.
 * "" where it changes none. Free it.
 */
char *same_shape_check(const struct snapshot *want, const struct snapshot *have, const struct plan *);
