/*
 * Which batch waits for which: what a change needs before and after, names that are in the way, and what only this program knows.
 */
#pragma once

#include "diff/change.h"
#include "diff/order.h"

/* Adds the edges between all batches of the changes. */
void edges_add(struct changes *);
/* A partitioned table's index is valid only when those of all partitions are attached to it. */
void edges_await_attached(struct changes *, const struct object *key, struct batch *waiting);
/*
 * A column or check that comes to a parent would be put upon children that go, which may have another one of that name. Without a
 * part: what waits for all children that go.
 */
void edges_await_children(struct changes *, const struct object *table, const struct object *part, struct batch *waiting);
/* Those of relations that the dependency graph does not tell, and those of names; edges_add() calls both. */
void edges_add_relations(struct changes *);
void edges_add_names(struct changes *);
/* Finds renames that go round, and has one of each round make room; before anything is said. */
void names_assign(struct changes *);
/*
 * The batch after which what the change's object was is gone for good: a view that is emptied first goes with the stage after.
 * NULL: it never goes.
 */
struct batch *edges_undoing(struct change *);
