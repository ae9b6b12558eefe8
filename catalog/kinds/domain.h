/* CREATE DOMAIN: pg_type of typtype d, and its checks in pg_constraint. */
#pragma once

#include "catalog/kinds/column.h"
#include "catalog/object.h"

struct domain {
	struct object object;
	const char *type, *collation, *default_;
	bool not_null;
	struct not_null not_null_constraint; /* name and comment */
};

struct domain_check {
	struct object object;
	const char *expression;
	bool not_valid;
};
