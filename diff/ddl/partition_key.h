/* The keys of partitioned tables: pg_partitioned_table. */
#pragma once

#include <glib.h>

#include "catalog/object.h"

/* Appends PARTITION BY ... of the partitioned table, on a line of its own. */
void partition_key_append(GString *out, const struct object *table);
