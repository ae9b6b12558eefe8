/* Statements for objects of all kinds. */
#pragma once

#include "diff/say.h"

/* Owner, comment and privileges of a new or a kept object. Called for every kind after its create or alter. */
void common_create(struct say *);
void common_alter(struct say *);
/*
 * Whether a kept object gets its owner only when it is completed: then the privileges of its columns, in which the new owner takes
 * the place of the old one, wait for that.
 */
bool common_owner_is_late(const struct changes *, struct change *whole);
