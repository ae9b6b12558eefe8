/* Adds statements for rows to the plans. */
#pragma once

#include "cmd/datacopy_inside.h"

/*
 * Appends to the plans the statements that make the rows equal to the files, and on the way back restore them: referenced tables
 * are filled first and emptied last. Deleted rows are losses of the plan. down may be NULL. False with an error that names tables
 * whose foreign keys form a cycle.
 */
bool datacopy_plan(const struct datacopy *, struct plan *up, struct plan *down, GError **);
