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
/* A partitioned table's index is valid only when those of all partitions are attached to it. */
void table_await_attached(struct changes *, const struct object *key, struct batch *waiting);
/*
 * A column or check that comes to a parent would be put upon children that go, which may have another one of that name. Without a
 * part: what waits for all children that go.
 */
void table_await_children(struct changes *, const struct object *table, const struct object *part, struct batch *waiting);
/* Where the parts of a table, and of a partition, wait for it to be attached, or for its partitions. */
void table_add_part_edges(struct changes *, struct change *part);
