/* Whether a script can be run in one transaction. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

/*
 * Whether the whole plan may run in one transaction. If not there is an error that names the statement whose result could be
 * used only after a COMMIT, while more is to follow, and ends in the advice.
 */
bool script_fits_transaction(const struct plan *, const char *advice, GError **);
