/* Checks that a plan is complete. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/check.h"

/*
 * Whether each of the differences, from check_changes(), is accounted for: by a statement for its object, or for the table or type
 * that is created or dropped with it; by one for another object along with which the server changes it, such as the owner of a
 * column's sequence; or by a note that SQL cannot change it. Call it while the statements are still in their batches. False with
 * PLAN_INCOMPLETE, naming the first one that is not.
 */
bool account_check(const struct changes *, const GPtrArray *differences, GError **);
/* Says of that difference that it has no statement. False. */
bool account_fail(const struct difference *, GError **);
