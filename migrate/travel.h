/* Going along a route, change by change, each with its attempt in the log, tried again where it did not get its locks. */
#pragma once

#include "migrate/journey.h"

/* False with the error of the change that failed; those before it are done. The report tells what is. */
bool travel(struct journey *, GError **);
/* Goes on with the change that has stopped halfway. */
bool travel_resume(struct journey *, struct transaction *, GError **);
