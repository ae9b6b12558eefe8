/* Bounds of partitions as conditions on rows. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

/* Whether the bound is DEFAULT. */
bool partition_bound_is_default(const char *bound);
/*
 * Appends the condition on columns of the partitioned TABLE that a row meets which is of a partition FOR VALUES of BOUND: "k >= 10
 * AND k < 20". False, with nothing appended, for DEFAULT, and where the key has an operator class of its own, whose operators are
 * not known.
 */
bool partition_bound_append(GString *out, const struct object *table, const char *bound);
