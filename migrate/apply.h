/* Going up and down: the way is checked whole, then gone change by change. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/apply_options.h"

void apply_report_clear(struct apply_report *);

/*
 * Checks all changes on the way before the first one is begun, and goes. False with an error whose code is the exit status: it
 * tells what failed and where, what state the database is in, and what to do next.
 */
bool apply(struct run *, const struct apply_options *, struct apply_report *, GError **);
/* Goes on with the change outside transactions that has stopped halfway. */
bool apply_resume(struct run *, struct apply_report *, GError **);
