/* CREATE CONVERSION: pg_conversion. */
#pragma once

#include "catalog/object.h"

struct conversion {
	struct object object;
	const char *source_encoding, *dest_encoding, *function;
	bool default_;
};
