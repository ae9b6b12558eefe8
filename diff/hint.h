/* The hints of oldname: which object was renamed, and which names form cycles. */
#pragma once

#include "catalog/snapshot.h"

/* In how many attributes and parts two objects of a kind differ, and whether their comments do; names do not count. */
unsigned hints_unlikeness(const struct object *old, const struct object *new);
/*
 * twins[i], the object of old with the name of new's i-th or NULL, becomes the one in the hint. A hint was already followed where
 * an object with the new name exists, unless that is renamed, too; for cycles of names, a to b and b to a, the hints are followed
 * only if the objects then match better. On the way back the old objects have the hints. All are of one kind, and parts of one
 * parent if they are parts.
 */
void hints_follow(struct objects old, struct objects new, const struct object **twins);
