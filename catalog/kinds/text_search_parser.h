/* CREATE TEXT SEARCH PARSER and TEMPLATE: pg_ts_parser, pg_ts_template. */
#pragma once

#include "catalog/object.h"

struct text_search_parser {
	struct object object;
	const char *start, *gettoken, *end, *lextypes, *headline;
};

struct text_search_template {
	struct object object;
	const char *init, *lexize;
};
