/*
 * Converts entries of Pyrseas' documents to our format while loading, so that the rest of yaml/ knows only one. Redundant entries
 * (`level: statement`, `with_data: true`, the columns of a check) are removed.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/*
 * Converts the map of an object before the object is filled from it; its schema and parent are set. Applies to all documents: the
 * forms that it converts are valid in ours, too. False with an error.
 */
bool pyrseas_adapt(struct loader *, const struct object *, struct node *map, GError **);
