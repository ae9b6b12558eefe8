/* CREATE EVENT TRIGGER: pg_event_trigger. */
#pragma once

#include "catalog/object.h"

struct event_trigger {
	struct object object;
	const char *event;
	const char *procedure; /* quoted and qualified, with () */
	const char *enabled;   /* "false", "replica", "always" */
	const struct names *tags;
};
