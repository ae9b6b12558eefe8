/* Decisions after judging. */
#pragma once

#include "diff/change.h"

/* Decides anew what happens: because of another change, or of a rule that names none, NULL. */
void change_decide(struct change *, enum fate, const struct change *cause);
