/* What a step of a plan locks and goes through: as it is told, and as a proof has measured it. */
#pragma once

#include "cmd/plan_view.h"
#include "diff/lock_done.h"

/* What the steps before have made (const struct object *), and done; and what needs what before the first of them. */
struct plan_before {
	GHashTable *made;
	struct lock_done *done;
	struct depend *needs;
};

/*
 * Fills in the seen step what it locks and does, and takes note of it for those that follow. measured: struct measured * of it; NULL:
 * no proof.
 */
void plan_hazard_take(struct plan_view_step *, const struct plan_view *, const GPtrArray *measured, struct plan_before *);
