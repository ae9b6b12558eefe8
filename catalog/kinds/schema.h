/* CREATE SCHEMA: pg_namespace. */
#pragma once

#include "catalog/object.h"

struct schema {
	struct object object;
	/* the extension that creates it, if users have objects in it; nothing else is described then */
	const char *extension;
};

struct snapshot;

/* The schema of that name; NULL: none, or it is not described. */
const struct object *schema_find(const struct snapshot *, const char *name);
/* The name of the schema that it is, or is in; NULL: it is in none. */
const char *schema_name_of(const struct object *);
