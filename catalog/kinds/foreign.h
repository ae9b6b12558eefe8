/* Foreign data: pg_foreign_data_wrapper, pg_foreign_server, pg_user_mapping; foreign tables are struct table. */
#pragma once

#include "catalog/object.h"

struct foreign_data_wrapper {
	struct object object;
	const char *handler, *validator; /* names of functions, qualified unless of pg_catalog */
	const char *extension;		 /* its extension; then only its servers are described */
	const struct names *options;
};

/* A part of its wrapper. */
struct server {
	struct object object;
	const char *type, *version;
	const struct names *options;
};

/* A part of its server, named by its role, or PUBLIC. */
struct user_mapping {
	struct object object;
	const struct names *options;
};
