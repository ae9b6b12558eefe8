/* CREATE POLICY: pg_policy. */
#pragma once

#include "catalog/object.h"

struct policy {
	struct object object;
	const char *command; /* "select"...; absent: all */
	const char *using, *check;
	const struct names *roles; /* absent: PUBLIC */
	bool restrictive;
};
