/* Text search dictionaries and configurations: pg_ts_dict, pg_ts_config, pg_ts_config_map. */
#pragma once

#include "catalog/object.h"

struct dictionary {
	struct object object;
	const char *template, *options;
};

struct configuration {
	struct object object;
	const char *parser;
};

/* Named by its token type. */
struct mapping {
	struct object object;
	const struct names *dictionaries;
};
