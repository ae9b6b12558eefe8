/* CREATE TYPE in its forms: enum (pg_enum), composite (pg_class of relkind c), range (pg_range). */
#pragma once

#include "catalog/object.h"

struct enumeration {
	struct object object;
	const struct names *labels;
	const struct names *oldnames; /* hints of the YAML: "new=old" */
};

struct composite {
	struct object object;
};

struct composite_attribute {
	struct object object;
	const char *type, *collation;
};

struct range {
	struct object object;
	const char *subtype, *subtype_opclass, *collation, *canonical, *subtype_diff, *multirange_comment;
	const struct qualified *multirange; /* its schema may be another than the range's */
};
