/* Which objects of a database count when it is read. */
#pragma once

#include <stdbool.h>

#include "cmd/place.h"

/* What counts of a database: all but schemas of our own, see catalog/registry.h, as far as the options' accept wants it. */
struct place_counting {
	const struct place_options *options;
	unsigned own; /* bits: which of these it has; schemas come before what is in them */
};

/* For catalog_read(); data is the counting. */
bool place_counts(const struct object *, void *data);
