/* Which objects of a database count when it is read. */
#pragma once

#include <stdbool.h>

#include "cmd/place.h"

/* What counts of a database: all but the registry of dbalign, as far as the options' accept wants it. */
struct place_counting {
	const struct place_options *options;
	bool registry; /* it has one: schemas come before what is in them */
};

/* For catalog_read(); data is the counting. */
bool place_counts(const struct object *, void *data);
