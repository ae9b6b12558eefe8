/* Measures each statement of a plan on a scratch database; otherwise a table of lock levels predicts them. */
#pragma once

#include "prove/state.h"

/* The measurements of one statement of the plan. */
struct measured_step {
	GPtrArray *
		relations; /* struct measured *, see prove/measure.h: of those that are there before the plan; NULL: not measured */
};

/*
 * Runs the plan in the database, each statement in its own transaction, and returns an array of struct measured_step, one for each
 * of its steps; if a statement cannot run so, it and all later ones are not measured. Free it with g_array_unref(). NULL with an
 * error where a query fails.
 */
GArray *steps_measure(const struct proof *, const char *database, const struct plan *, GError **);
