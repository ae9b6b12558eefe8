/* CREATE SCHEMA: pg_namespace. */
#pragma once

#include "catalog/object.h"

struct schema {
	struct object object;
	/* that makes it, where users have put objects of their own into it; nothing else is told of it then */
	const char *extension;
};
