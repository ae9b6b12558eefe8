/* Changes of an online plan: each is one of its transactions. */
#pragma once

#include "cmd/comparison.h"
#include "migrate/draft.h"

/*
 * Writes the change of the transaction of that number, from 0. The first has the precondition of all, the last the postcondition and
 * what is expected. None has a rollback: amid the others the schema is one that nobody has described.
 */
void author_online_write(struct draft *, const struct comparison *, const struct plan *, guint number);
