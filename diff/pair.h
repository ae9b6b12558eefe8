/* Which object of the one snapshot is which of the other: the one of the same name, or of the name that a hint tells. */
#pragma once

#include "diff/change.h"

/* Adds the changes of all objects of a top-level kind and of their parts, parts after their parents. */
void pairs_add(struct changes *, const struct kind *);
/* Of a pair, which has no parts, the want is created, and the have is dropped by a change of its own. */
void pairs_separate(struct changes *, struct change *);
