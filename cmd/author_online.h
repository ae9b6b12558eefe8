/* Changes from an online plan: one for each transaction. */
#pragma once

#include "cmd/comparison.h"
#include "migrate/draft.h"

/*
 * Writes the change for the transaction with that number, from 0, of the comparison's plan. The first change has the precondition,
 * the last one the postcondition and the expected schema. back: the plan that undoes it; NULL: there is none, for that reason.
 */
void author_online_write(struct draft *, const struct comparison *, guint number, const struct plan *back, const char *no_way_back);
