/*
 * What the engine decides, told while it does: yaml2db -v. While nobody listens each function returns at once. Lines may hold what
 * names hold: whoever prints them escapes control characters.
 */
#pragma once

#include <glib.h>

#include "diff/change.h"

enum trace {
	TRACE_NOTHING,
	TRACE_JUDGE, /* what is to happen to each object that differs, and why */
	TRACE_ALL,   /* also what follows for others, the order, and circles */
};

/* Has all lines up to that level given to tell(), from now on. */
void trace_start(enum trace, void (*tell)(const char *line));

/* A plan begins, and each pair is judged: one line for each object that differs, and one that counts the others. */
void trace_judged(const struct changes *);
/* The change was of another fate, or its dependents could stay, until cause asked for what it is now; NULL: a rule that knows none. */
void trace_widened(const struct change *, const struct change *cause);
/* What could not be ordered and is taken apart: struct batch *, see diff/order.h. */
void trace_circle(const GPtrArray *circle);
/* The order that was found: struct batch *. */
void trace_ordered(const GPtrArray *batches);
