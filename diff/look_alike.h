/* What is dropped beside something new that is much like it: perhaps a rename, which a document tells with oldname. */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

/* Adds to plan->look_alikes a line for each dropped column, attribute or table with a new one that is like it. */
void look_alikes_add(const struct changes *, struct plan *);
