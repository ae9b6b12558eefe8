/*
 * Whether a plan says all that it was asked for.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/check.h"

/*
 * Whether each of the differences, of check_changes(), is accounted for: by a statement of its object, or of the table or type that
 * is made or dropped with it; by that of another object along with which the server changes it, such as the owner of a column's
 * sequence; or by a note that no SQL can change it. To be asked while the statements are still in their batches. PLAN_INCOMPLETE
 * names the first that is not.
 */
bool account_check(const struct changes *, const GPtrArray *differences, GError **);
/* Says of that difference that it has no statement. False. */
bool account_fail(const struct difference *, GError **);
