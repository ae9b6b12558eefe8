/* ALTER DEFAULT PRIVILEGES: pg_default_acl. */
#pragma once

#include "catalog/object.h"

/* The privileges are the object's; what they are measured by, object_rights() tells. */
struct default_privileges {
	struct object object;
	const char *role;    /* who makes the objects */
	const char *schema;  /* where; NULL: anywhere */
	const char *objects; /* "tables", "sequences", "functions", "types", "schemas", "large objects" */
};

/* Which objects a kind's are, "tables" for views; NULL: those for which there are no default privileges. */
const char *default_privileges_objects(const struct kind *);
