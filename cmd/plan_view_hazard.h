/* The locks that a step takes, and the rows that it reads or writes: as predicted, and as a proof measured them. */
#pragma once

#include "cmd/plan_view.h"
#include "diff/lock_done.h"

/*
 * The state before a step: objects that earlier steps created (const struct object *), what these did, and the dependencies before
 * the first step.
 */
struct plan_before {
	GHashTable *made;
	struct lock_done *done;
	const struct depend *needs;
};

/* Sets the locks and work of the step, and records it for later steps. measured: struct measured * of it; NULL: no proof. */
void plan_hazard_take(struct plan_view_step *, const struct plan_view *, const GPtrArray *measured, struct plan_before *);
