/* Small SVG charts of earlier nights for the page of a rehearsal. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/*
 * A line chart of numbers, or texts that are numbers; null is a gap; minimum and maximum are printed next to it, in that unit.
 * Appends nothing where fewer than two nights have a number.
 */
void chart_line(GString *out, const json_t *values, const char *label, const char *unit);
/* One square for each night: true, false, null. */
void chart_strip(GString *out, const json_t *values, const char *label);
