/* The statements that make rows what files have. */
#pragma once

#include "cmd/datacopy_inside.h"

/* Appends the statements (char *) of one way; back: the have side's rows are what is made. */
void datacopy_deletes(GPtrArray *statements, const struct datacopy_table *, bool back);
void datacopy_fills(GPtrArray *statements, const struct snapshot *, const struct datacopy_table *, bool back);
