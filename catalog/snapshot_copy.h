/* Copies of a whole snapshot, or of an object: not of the texts, which are of the pool. */
#pragma once

#include "catalog/snapshot.h"

/*
 * Adds a copy of an object, with its parts, from another finished snapshot of the same pool to a finished one; parent: of the copy,
 * NULL where it is not a part. It is found after snapshot_refresh(), which sorts and numbers the objects again.
 */
struct object *snapshot_adopt(struct snapshot *, const struct object *, struct object *parent);
/*
 * A copy of a finished snapshot, whose objects can be changed; to find them by names that were changed it has to be indexed again.
 */
struct snapshot *snapshot_copy(const struct snapshot *);
