/* What other rooms ask of tables. */
#pragma once

#include "diff/change.h"

/* Whether the part is an index, made newly, that its table or materialized view is clustered on or identified by. */
bool table_names_index(const struct object *table, const struct change *part);
