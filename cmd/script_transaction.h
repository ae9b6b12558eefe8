/* Whether a script can be run in one transaction. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

/*
 * Whether the whole plan may run in one transaction. If not, sets an error that names the statement whose result can be used only
 * after a COMMIT, while others follow, and ends with the advice.
 */
bool script_fits_transaction(const struct plan *, const char *advice, GError **);
