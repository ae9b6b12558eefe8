/* Changes of an online plan: each is one of its transactions. */
#pragma once

#include "cmd/comparison.h"
#include "migrate/draft.h"

/*
 * Writes the change of the transaction of that number, from 0, of the comparison's plan. The first has the precondition of all, the
 * last the postcondition and what is expected. back: what takes it back; NULL: nothing does, for that reason.
 */
void author_online_write(struct draft *, const struct comparison *, guint number, const struct plan *back, const char *no_way_back);
