/* Applies changes and rolls them back: the whole route is checked first, then changes run one by one. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/apply_options.h"

void apply_report_clear(struct apply_report *);

/*
 * Checks all changes on the route before the first one begins, and runs them. False with an error whose code is the exit status: it
 * says what failed and where, in which state the database is, and what to do next.
 */
bool apply(struct run *, const struct apply_options *, struct apply_report *, GError **);
/* Continues the change outside transactions that has stopped. */
bool apply_resume(struct run *, struct apply_report *, GError **);
