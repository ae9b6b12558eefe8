/*
 * References of a loaded document that lead nowhere: foreign keys to tables or columns, parents, partitions, owners of sequences,
 * columns of constraints, indexes and triggers, indexes by which a table is clustered or replicated, types and functions that are
 * named with their schema.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/* False and an error at the first object that refers to what is not there; load.h says what may be missing. */
bool refer_check(const struct loader *, GError **);
