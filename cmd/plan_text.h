/* yaml2db --plan text: the plan for people. */
#pragma once

#include "cmd/plan_view.h"

/*
 * The locks of a statement, and their duration: "ACCESS EXCLUSIVE on table public.t (about 9000 rows, 1.2 MB), which is rewritten:
 * perhaps 3 s". NULL: none. Free it.
 */
char *plan_text_hazard(const struct plan_view_step *);
/* Where the measured locks and work of a statement differ from the predicted ones. NULL: nowhere. Free it. */
char *plan_text_measured(const struct plan_view_step *);
/* "12 statements, which can run in one transaction". Free it. */
char *plan_text_statements(const struct plan_view *);
/*
 * The transaction of an online plan that begins at the step of that number, from 0: "1 of 3, in a transaction". all: struct
 * online_transaction *; NULL: it is no such plan. NULL: none begins there. Free it.
 */
char *plan_text_transaction(const GPtrArray *all, guint step);
/* A risk in words, with examples of rows; NULL: no row is there. Free it. */
char *plan_text_risk(const struct risk *);
/* Prints the plan, in colour on a terminal. */
void plan_view_text(const struct plan_view *, FILE *);
