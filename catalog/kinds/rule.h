/* CREATE RULE: pg_rewrite. The rule _RETURN is its view. */
#pragma once

#include "catalog/object.h"

struct rule {
	struct object object;
	const char *event, *condition, *actions;
	const char *enabled;	/* "disabled", "replica", "always" */
	const char *definition; /* as pg_get_ruledef prints it; gone when settled */
	bool instead;
};
