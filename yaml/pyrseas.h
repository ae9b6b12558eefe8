/*
 * What Pyrseas' documents say in another way than ours: brought to our way while loading, so that the rest of yaml/ knows one
 * format. What is no longer needed (`level: statement`, `with_data: true`, the columns of a check) is taken and forgotten.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/* Rewrites the map of an object that is about to be filled from it; its schema and parent are known. Of any document: what it
 * rewrites is no mistake in ours. */
bool pyrseas_adapt(struct loader *, const struct object *, struct node *map, GError **);
