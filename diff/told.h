/* Which statement accounts for a difference: one of the object itself, or one of another object that has this effect too. */
#pragma once

#include "diff/change.h"

/* Whether the change, or the one whose statement makes or drops it, has a statement. */
bool told_has_step(struct change *);
/* Whether what it is part of has one. */
bool told_by_parent(const struct changes *, const struct change *);
/* Whether the same part of a table above is told. */
bool told_above(const struct changes *, const struct change *);
/*
 * Whether a difference of the change is told: what is the attribute, or NULL for any. It is by a statement, by that of what is made
 * or dropped with it, by a note, or as the kind knows (struct verbs, told_elsewhere).
 */
bool told_is(const struct changes *, struct change *, const char *what);
