/*
 * What a comparison leaves out, and stands in the way of its plan: a view of an excluded schema over a column that changes its
 * type, a trigger that calls a function that is dropped, an index that would go with its column without a word.
 */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"

/*
 * A line (char *, owned by the array) for each object of whole that have lacks and that holds on to what the plan from have to want
 * drops, makes again or changes. have is whole as a filter left it; all three share a pool.
 */
GPtrArray *left_out_in_the_way(const struct snapshot *have, const struct snapshot *want, const struct snapshot *whole);
