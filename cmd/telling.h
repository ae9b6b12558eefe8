/* What yaml2db says of its plans on standard error. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

/* Notes, and what rows can make fail; of the way back, which may be NULL, what is not told of the plan. */
void telling_notes(const struct plan *, const struct plan *back);
/* What data are lost; an error where that is not allowed. */
bool telling_losses(const struct plan *, bool allowed, GError **);
