/* Runs the tests of test/: each file in its own transaction, which is always rolled back. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Runs those of the changes from one number to another. MIGRATE_POST where one fails, after all were run: each failure is printed.
 */
bool tests_run(struct run *, int from, int to, GError **);
