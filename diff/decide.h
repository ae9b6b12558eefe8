/* Decides what happens to a change, and why. */
#pragma once

#include "diff/change.h"

/* Changes the decision after judging: because of another change, or of a rule, NULL. */
void change_decide(struct change *, enum fate, const struct change *cause);
