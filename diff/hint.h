/* The hints of oldname: which object had another name, and which names go round. */
#pragma once

#include "catalog/snapshot.h"

/* In how many attributes and parts two objects of a kind differ, and whether their comments do; names do not count. */
unsigned hints_unlikeness(const struct object *old, const struct object *new);
/*
 * twins[i], the object of old that has the name of new's i-th or NULL, becomes the one that a hint tells. A hint has had its effect
 * where the new name is there already, unless what has that name gets another in turn; where names go round, a into b and b into a,
 * the hints are followed only if the objects fit better so. On the way back the hints are the old objects'. All are of one kind,
 * and parts of one parent if they are parts.
 */
void hints_follow(struct objects old, struct objects new, const struct object **twins);
