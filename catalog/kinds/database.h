/*
 * The database itself: pg_database, and its settings in pg_db_role_setting. Read only on request; its name is not described, since
 * it differs between DEV and PRD.
 */
#pragma once

#include "catalog/object.h"

struct database {
	struct object object;
	/* cannot be changed */
	const char *encoding, *provider, *locale, *lc_collate, *lc_ctype, *rules, *tablespace;
	const char *connection_limit, *allow_connections;
	bool is_template;
	const struct names *settings;	   /* name=value */
	const struct names *role_settings; /* quoted role, blank, name=value */
};
