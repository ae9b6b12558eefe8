/* The snapshot between two others where one transaction is not enough: labels of enums can be used only after a COMMIT. */
#pragma once

#include "diff/plan.h"

/*
 * A copy of have with the labels of want that the plan must commit before the rest; snapshot_free() it. NULL: one transaction is
 * enough.
 */
struct snapshot *middle_new(const struct plan *, const struct snapshot *have, const struct snapshot *want);
