/* What each statement of the way there did to the tables of a scratch database: measured, where a plan tells by its table. */
#pragma once

#include "prove/state.h"

/* Of one statement of the plan. */
struct measured_step {
	GPtrArray *
		relations; /* struct measured *, see prove/measure.h: of those that are there before the plan; NULL: not measured */
};

/*
 * Runs the plan in the database, each statement in a transaction of its own, and gives an array of struct measured_step, one for
 * each of its steps; what cannot be run so is not measured, nor is what follows. Free it by g_array_unref. NULL with an error where
 * the server cannot be asked.
 */
GArray *steps_measure(const struct proof *, const char *database, const struct plan *, GError **);
