/* Comparisons as plain JSON, for programs. */
#pragma once

#include "cmd/annotation.h"

/*
 * {"places": [{"have", "want", "result": "same", "different" or "failed", "summary", "found": [{"level", "rule", "object", "text",
 * "file", "line", "column"}]}]}: an entry for each comparison; what there is none of is left out.
 */
bool annotations_write_json(const GPtrArray *all, FILE *);
/* The first of them again; NULL where the text is none of these. annotations_free() it. */
struct annotations *annotations_read_json(const char *text);
