/* CREATE SCHEMA: pg_namespace. */
#pragma once

#include "catalog/object.h"

struct schema {
	struct object object;
	/* the extension that creates it, if users have objects in it; nothing else is described then */
	const char *extension;
};
