/*
 * Finds labels of enums that are used before they are committed: a label that ALTER TYPE ... ADD VALUE adds cannot be used in the
 * same transaction.
 */
#pragma once

#include <glib.h>

/*
 * Marks the steps of each batch (struct batch *, in the order in which they run) whose labels some later batch uses:
 * own_transaction.
 */
void awaited_mark(GPtrArray *batches);
