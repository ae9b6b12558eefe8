/*
 * What can be used only once it is committed: a label that ALTER TYPE ... ADD VALUE gives an enum, and that may be among values. A plan whose later statements
 * use one cannot run in one transaction.
 */
#pragma once

#include <glib.h>

/*
 * Marks the steps of each batch (struct batch *, in the order in which they run) whose labels some later batch uses:
 * own_transaction.
 */
void awaited_mark(GPtrArray *batches);
