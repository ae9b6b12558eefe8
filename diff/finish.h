/* Completing the statements of a plan, which are in order. */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

/*
 * Joins statements, or arranges them in transactions for an online plan; adds statements that preserve owners and privileges of
 * re-created objects, and the note on transactions. batches: struct batch *, in the order of the steps.
 */
void finish_steps(struct changes *, GPtrArray *batches, struct plan *);
