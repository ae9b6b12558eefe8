/* CREATE LANGUAGE and CREATE ACCESS METHOD: pg_language, pg_am. */
#pragma once

#include "catalog/object.h"

struct language {
	struct object object;
	const char *handler, *inline_, *validator;
	bool trusted;
};

struct access_method {
	struct object object;
	const char *type, *handler;
};
