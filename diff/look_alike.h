/* What is dropped beside something new that is much like it: perhaps a rename, which a document tells with oldname. */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

/* Adds to plan->look_alikes one for each object, or label, that is dropped with a new one that is the same but for its name. */
void look_alikes_add(const struct changes *, struct plan *);
