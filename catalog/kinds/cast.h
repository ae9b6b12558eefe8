/* CREATE CAST and CREATE TRANSFORM: pg_cast, pg_transform. */
#pragma once

#include "catalog/object.h"

/* The name is "(source as target)". */
struct cast {
	struct object object;
	const char *method, *context, *function;
};

/* The name is the type, SQL as the server prints it; the signature the language. */
struct transform {
	struct object object;
	const char *from_sql, *to_sql;
};
