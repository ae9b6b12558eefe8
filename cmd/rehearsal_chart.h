/* Small charts of earlier nights, as SVG within a page. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* A line of numbers, or of texts that are numbers; null is a gap; the least and the most of them stand beside it, in that unit. Nothing where fewer than two nights have one. */
void chart_line(GString *out, const json_t *values, const char *label, const char *unit);
/* A square a night: true, false, null. */
void chart_strip(GString *out, const json_t *values, const char *label);
