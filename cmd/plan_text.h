/* yaml2db --plan text: what a plan does, for people. */
#pragma once

#include "cmd/plan_view.h"

/*
 * What a statement locks, and how long: "ACCESS EXCLUSIVE on table public.t (about 9000 rows, 1.2 MB), which is rewritten: perhaps
 * 3 s". NULL: nothing. Free it.
 */
char *plan_text_hazard(const struct plan_view_step *);
/* For people, in colour where that is a terminal. */
void plan_view_text(const struct plan_view *, FILE *);
