/* What happens to a change, and because of what. */
#pragma once

#include "diff/change.h"

/* Decides anew what happens, after judging: because of another change, or of a rule that names none, NULL. */
void change_decide(struct change *, enum fate, const struct change *cause);
