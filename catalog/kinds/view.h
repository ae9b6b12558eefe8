/* CREATE VIEW and MATERIALIZED VIEW: pg_class of relkind v and m, and the rule _RETURN of pg_rewrite. */
#pragma once

#include "catalog/object.h"

struct view {
	struct object object;
	const char *definition;
	const struct names *options;
	const char *check_option; /* "local", "cascaded" */
	/* of materialized views */
	const struct names *toast_options;
	const char *tablespace, *access_method, *cluster_on;
	const char *with_data; /* "false" while not populated */
};
