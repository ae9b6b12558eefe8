/* Privileges of objects of the server or of an extension that differ from the initial ones: pg_init_privs. */
#pragma once

#include "catalog/object.h"

struct system_privileges {
	struct object object;
	const char *kind, *name,
		*column;       /* "table", its quoted and qualified name (of a routine with its arguments), a bare column */
	const char *extension; /* that it is a member of */
	const struct names *granted, *revoked; /* "select to alice with grant option", "execute from public" */
};
