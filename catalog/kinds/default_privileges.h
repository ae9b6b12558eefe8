/* ALTER DEFAULT PRIVILEGES: pg_default_acl. */
#pragma once

#include "catalog/object.h"

/* The privileges are those of struct object; object_rights() gives the kind that defines them. */
struct default_privileges {
	struct object object;
	const char *role;    /* the role that creates the objects */
	const char *schema;  /* where; NULL: anywhere */
	const char *objects; /* "tables", "sequences", "functions", "types", "schemas", "large objects" */
};

/* The keyword for a kind's objects, "tables" for views; NULL: the kind has no default privileges. */
const char *default_privileges_objects(const struct kind *);
