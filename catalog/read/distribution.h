/*
 * How tables are distributed where the database has Citus: pg_dist_partition and pg_dist_shard of its manual, "Citus Tables and Views". The
 * query is sent only where the first one is there.
 */
#pragma once

#include "catalog/read/reading.h"

extern const char distribution_sql[];
bool reading_take_distribution(struct reading *, const struct kind *, const struct row *, GError **);
