/* Runs the changes of a route one by one, each with its attempt in the log, retried where it did not get its locks. */
#pragma once

#include "migrate/journey.h"

/* Runs the route. False with the error of the change that failed; those before it are done. The report has the result. */
bool travel(struct journey *, GError **);
/* Continues a change that has stopped. */
bool travel_resume(struct journey *, struct transaction *, GError **);
