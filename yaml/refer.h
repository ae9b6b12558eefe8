/*
 * Finds references in a loaded document whose object does not exist: foreign keys to tables or columns, parents, partitions, owners
 * of sequences, columns of constraints, indexes and triggers, indexes by which a table is clustered or replicated, qualified types
 * and functions.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/* False with an error at the first such object; load.h says which references may lead out of the document. */
bool refer_check(const struct loader *, GError **);
