/* Comparisons as plain JSON, for programs. */
#pragma once

#include "cmd/annotation.h"

/*
 * Writes {"places": [{"have", "want", "result": "same", "different" or "failed", "summary", "found": [{"level", "rule", "object",
 * "text", "file", "line", "column"}]}]}: one entry for each comparison; members without a value are omitted.
 */
bool annotations_write_json(const GPtrArray *all, FILE *);
/* Reads the first entry back; NULL where the text is not such a document. annotations_free() it. */
struct annotations *annotations_read_json(const char *text);
