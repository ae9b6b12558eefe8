/* CREATE COLLATION: pg_collation. */
#pragma once

#include "catalog/object.h"

struct collation {
	struct object object;
	const char *provider, *locale, *lc_collate, *lc_ctype, *rules;
	const char *tag;	   /* the locale, an ICU one as its language tag: it is compared */
	const char *deterministic; /* "false", or absent */
};
