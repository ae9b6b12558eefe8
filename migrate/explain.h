/* What the user is told after a failure: what and where, what state the database is in, and what to do next. */
#pragma once

#include "migrate/leg.h"

void explain_failure(struct run *, const struct leg *, const struct failure *, bool nested, bool dry_run, GError **);
