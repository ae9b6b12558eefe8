/* The tests of test/: each file in a transaction of its own that is always rolled back. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/* Those of the changes from one number to another. MIGRATE_POST where one fails, after all were run: each that failed is said. */
bool tests_run(struct run *, int from, int to, GError **);
