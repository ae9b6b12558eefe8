/* Decides which objects of a database count when it is read. */
#pragma once

#include <stdbool.h>

#include "cmd/place.h"

/* All but the objects of pgcanon's own schemas, see catalog/registry.h, if the options' accept selects them. */
struct place_counting {
	const struct place_options *options;
	unsigned own; /* a bit for each own schema that exists; schemas are read first */
};

/* The callback of catalog_read(); data is the counting. */
bool place_counts(const struct object *, void *data);
