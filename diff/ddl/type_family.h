/* Families of types, by the casts between them: the manual's table 8.1. */
#pragma once

#include <stdbool.h>

/* Types among which there are assignment casts both ways, or, of ranges, whose texts are alike. */
enum family {
	FAMILY_OTHER,
	FAMILY_NUMBER,
	FAMILY_STRING,
	FAMILY_DATE,
	FAMILY_TIME,
	FAMILY_BITS,
	FAMILY_NETWORK,
	FAMILY_JSON,
	FAMILY_BOOLEAN,
	FAMILY_NUMBER_RANGE,
	FAMILY_DATE_RANGE,
	FAMILY_NUMBER_MULTIRANGE,
	FAMILY_DATE_MULTIRANGE,
};

/* Of a type as format_type() prints it, without length and brackets; FAMILY_OTHER where the table has none. */
enum family type_family(const char *type);
/* Whether its types are ranges or multiranges, which have no casts but by their texts. */
bool type_family_is_range(enum family);
