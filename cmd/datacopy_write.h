/* The statements that make rows equal to the files. */
#pragma once

#include "cmd/datacopy_inside.h"

/* Append the statements (char *) of one direction; back: the rows of the have side are restored. */
void datacopy_deletes(GPtrArray *statements, const struct datacopy_table *, bool back);
void datacopy_fills(GPtrArray *statements, const struct snapshot *, const struct datacopy_table *, bool back);
