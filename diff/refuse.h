/* What no statement brings about. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

/* Whether there can be no plan, with an error of PLAN_ERROR that says why: PLAN_VERSION or PLAN_FIXED. */
bool refuse(const struct changes *, GError **);
/*
 * Whether a table cannot change because a column stores its row type, with an error PLAN_FIXED. To be asked after
 * changes_propagate().
 */
bool refuse_row_types(const struct changes *, GError **);
/*
 * Whether a table is put aside, and holds on to a type or operator class that has to go before its successor is made, with an error
 * PLAN_FIXED. To be asked after changes_propagate().
 */
bool refuse_held(const struct changes *, GError **);
