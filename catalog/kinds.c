/* Every kind of object, in the order in which a database is built. */
#include "catalog/kinds.h"

#define KIND(name) &name##_kind,
const struct kind *const kinds[] = { KINDS(KIND) PART_KINDS(KIND) NULL };
#undef KIND
const size_t kind_count = sizeof(kinds) / sizeof(kinds[0]) - 1;

size_t kind_index(const struct kind *kind)
{
	size_t i = 0;

	while (kinds[i] && kinds[i] != kind)
		i++;
	return i;
}
