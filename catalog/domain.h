/* CREATE DOMAIN: pg_type of typtype d, and its checks in pg_constraint. */
#pragma once

#include "catalog/object.h"

struct domain {
	struct object object;
	const char *type, *collation, *default_;
	bool not_null;
};

struct domain_check {
	struct object object;
	const char *expression;
	bool not_valid;
};
