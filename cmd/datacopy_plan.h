/* Rows join the plans of the schema. */
#pragma once

#include "cmd/datacopy_inside.h"

/*
 * Adds to the plans, behind all else, the statements that make the rows what the files have, and on the way back what they were;
 * what tables refer to comes first, what is deleted last. Rows that are deleted are losses of the plan. down may be NULL. An error
 * names tables whose foreign keys go round.
 */
bool datacopy_plan(const struct datacopy *, struct plan *up, struct plan *down, GError **);
/*
 * The wanted side's table of a foreign key is made before: the tables in that order, borrowed; NULL with an error where they go
 * round.
 */
GPtrArray *datacopy_order(const struct datacopy *, bool back, GError **);
/*
 * What deleting rows of the table does to other tables' rows: " (ON DELETE CASCADE ...)" as a text to be freed; "" where there is
 * nothing.
 */
char *datacopy_consequence(const struct snapshot *, const struct object *table);
