/*
 * Whether a plan says all that it was asked for.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

/*
 * Whether each of the differences, of check_changes(), has a statement: of its own, of the table or type that is made or dropped with it, or of the change
 * that it follows; or a note that none can bring it about. To be asked while the statements are still in their batches. PLAN_INCOMPLETE names the first that has none.
 */
bool account_check(const struct changes *, const GPtrArray *differences, GError **);
