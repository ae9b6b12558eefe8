/* Rows join the plans of the schema. */
#pragma once

#include "cmd/datacopy_inside.h"

/*
 * Adds to the plans, behind all else, the statements that make the rows what the files have, and on the way back what they were;
 * what tables refer to comes first, what is deleted last. Rows that are deleted are losses of the plan. down may be NULL. An error
 * names tables whose foreign keys go round.
 */
bool datacopy_plan(const struct datacopy *, struct plan *up, struct plan *down, GError **);
