/* Widens the decisions: what has to change because something that it depends on does. See diff/widen.h. */
#pragma once

#include "diff/change.h"

/* Widens all of a plan. Computes the dependency graphs. */
void changes_propagate(struct changes *);
/* Has one more change recreated, and widens again; true if it was not already. */
bool change_remake(struct changes *, struct change *);
