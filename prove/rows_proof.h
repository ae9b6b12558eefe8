/* A plan tried on tables with rows. */
#pragma once

#include "prove/state.h"

/*
 * Fills a copy of a database in the old state with rows, and runs the plan and its way back: no statement may fail, and values that
 * the plan does not name as lost must survive. If rows make it fail, as a risk of the plan predicts, their tables are emptied and
 * it runs once more. False with an error.
 */
bool rows_prove(const struct proof *, const char *old, GError **);
