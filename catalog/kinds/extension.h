/* CREATE EXTENSION: pg_extension. Its objects are not described one by one. */
#pragma once

#include "catalog/object.h"

struct extension {
	struct object object;
	const char *schema; /* bare name */
	const char *version;
	const char *control_comment; /* of the extension's control file: told by a server only */
	bool fixed;		     /* it has to stay in its schema: told by a server only */
	bool tableless;		     /* it has no table of its own, hence no rows: told by a server only */
	bool no_way_back;	     /* no update leads to this version from that of the other side: cmd/preflight.c finds it */
};

struct snapshot;

/* Leaves out the versions of all extensions. */
void extension_forget_versions(struct snapshot *);
