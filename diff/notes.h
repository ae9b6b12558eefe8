/* Notes of no statement in particular. */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

/* Adds what the plan leaves as it is though it is another, and what goes on beside it. */
void notes_add(const struct changes *, struct plan *);
/* Says how what is lost is kept, and given back, of objects that stay the same too. */
void notes_keep(struct changes *, struct plan *);
