/*
 * CREATE TRIGGER: pg_trigger, without internal ones; clones on partitions only if they are enabled differently from the original.
 */
#pragma once

#include "catalog/object.h"

struct trigger {
	struct object object;
	const char *timing, *level, *condition;
	const char *procedure; /* quoted and qualified */
	const char *referencing_old, *referencing_new;
	const char *from;	   /* the other table of a constraint trigger, quoted and qualified */
	const char *enabled;	   /* "disabled", "replica", "always" */
	const char *raw_arguments; /* pg_trigger.tgargs in hexadecimal; gone when settled */
	const char *definition;	   /* as pg_get_triggerdef prints it; gone when settled */
	const struct names *events, *columns, *arguments;
	bool constraint, deferrable, initially_deferred;
	bool inherited; /* a partition's clone that is enabled differently from its parent's: only that is described */
};
