/* A plan tried on tables with rows. */
#pragma once

#include "prove/state.h"

/*
 * Fills a copy of a database that is in the old state with rows, and runs the way there and back: no statement may fail, and what
 * the plan does not name as lost must be there still. Where rows that are in the way, as a risk of the plan tells, make it fail,
 * their tables are emptied and it is tried once more.
 */
bool rows_prove(const struct proof *, const char *old, GError **);
