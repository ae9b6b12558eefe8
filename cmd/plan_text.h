/* yaml2db --plan text: what a plan does, for people. */
#pragma once

#include "cmd/plan_view.h"

/* For people, in colour where that is a terminal. */
void plan_view_text(const struct plan_view *, FILE *);
