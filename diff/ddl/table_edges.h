/* Which batches of tables wait for which where the dependency graph does not tell: partitions, children. */
#pragma once

#include "diff/order.h"

/* See diff/ddl/verbs.h. */
void table_add_edges(struct changes *, struct change *);
/*
 * What waits until the partitions of a table, and theirs, that are dropped are gone: others that take their bounds, keys that would
 * hold them.
 */
void table_await_partitions(struct changes *, const struct object *parent, struct batch *waiting);
