/* What no statement brings about. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

/* Whether there can be no plan, with an error of PLAN_ERROR that says why: PLAN_VERSION or PLAN_FIXED. */
bool refuse(const struct changes *, GError **);
