/* yaml2db --plan text: the plan for people. */
#pragma once

#include "cmd/plan_view.h"

/*
 * The locks of a statement, and their duration: "ACCESS EXCLUSIVE on table public.t (about 9000 rows, 1.2 MB), which is rewritten:
 * perhaps 3 s". NULL: none. Free it.
 */
char *plan_text_hazard(const struct plan_view_step *);
/* Prints the plan, in colour on a terminal. */
void plan_view_text(const struct plan_view *, FILE *);
