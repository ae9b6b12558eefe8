/* What belongs to a column that is made beside the old one is called after it: see diff/online/beside.h. */
#pragma once

#include "catalog/object.h"

/* Of the column, its trigger and check, and of an index or key that is built beside the old one. */
#define BESIDE_SUFFIX "__new"

/* NAME__new. To be freed. */
char *beside_name_of(const char *column);
/* The NAME of NAME__new. NULL: it is another name. To be freed. */
char *beside_name_without(const char *beside);
/* TABLE_NAME__new, the function of its trigger, by the name of the column beside. To be freed. */
char *beside_name_of_function(const struct object *table, const char *beside);
