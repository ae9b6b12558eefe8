/* CREATE EXTENSION: pg_extension. Its objects are not described one by one. */
#pragma once

#include "catalog/object.h"

struct extension {
	struct object object;
	const char *schema; /* bare name */
	const char *version;
	const char *control_comment; /* of the extension's control file: from a server only */
	bool fixed;		     /* it is not relocatable: from a server only */
	bool tableless;		     /* it has no tables, hence no rows: from a server only */
	bool no_way_back;	     /* no update path from the other side's version to this one: cmd/preflight.c finds it */
};

struct snapshot;

/* Leaves out the versions of all extensions. */
void extension_forget_versions(struct snapshot *);
