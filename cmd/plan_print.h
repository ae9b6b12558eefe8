/* yaml2db --plan: prints a plan in one of its formats. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"

/*
 * What is wrong with the format, "text", "json" or one of cmd/annotation.h, or with its use with --check; NULL: nothing, or no
 * format.
 */
const char *plan_print_problem(const char *format, bool check);
/* Prints the plan of a comparison in that format on standard output. False with an error. */
bool plan_print(const char *format, const struct comparison *, bool revert, const GArray *measured, GError **);
