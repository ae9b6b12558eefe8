/* Explains a failure to the user: what failed and where, the state of the database, and what to do next. */
#pragma once

#include "migrate/leg.h"

void explain_failure(struct run *, const struct leg *, const struct failure *, bool nested, bool dry_run, GError **);
