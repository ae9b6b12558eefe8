/*
 * Tables that Citus distributes: create_distributed_table(), create_reference_table(), citus_add_local_table_to_metadata(),
 * alter_distributed_table(), undistribute_table() of its manual, "Citus Utility Functions".
 */
#pragma once

#include "catalog/kinds/table.h"
#include "diff/say.h"

/* What is said of a table; have is NULL for one that is made. */
void distribution_say(struct say *, const struct table *have, const struct table *want);
/* Whether the table is distributed by the same column under its new name: Citus follows that. */
bool distribution_column_is_renamed(const struct changes *, const struct change *table);
