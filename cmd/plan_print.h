/* yaml2db --plan and --html: writes a plan in one of its formats. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"

/*
 * What is wrong with the format, "text", "json" or one of cmd/annotation.h, or with its use with --check; NULL: nothing, or no
 * format.
 */
const char *plan_print_problem(const char *format, bool check);
/* A format as above, for standard output, and the path of a page, see cmd/output.h; NULL: not wanted. */
struct plan_outputs {
	const char *format, *html;
};
/* Prints the plan of a comparison, and writes its page. False with an error. */
bool plan_print(const struct plan_outputs *, const struct comparison *, bool revert, const GArray *measured, GError **);
