/* Edges of the dependency graph from the rows that refer to something, and from the names in SQL texts. */
#pragma once

#include "catalog/depend_inside.h"

/* Edges to what the rows of the object's kind refer to. */
void depend_scan_rows(struct scan *);
/*
 * Edges to the qualified names in a text: schema.name, schema.name.column. A routine is named by its call, schema.name(...), so
 * that a table, or a type, of the same name is another thing. bare: the text's first name alone may be one of the object's own
 * schema.
 */
void depend_scan_text(struct scan *, const char *text, bool bare);
/* Edges to columns of the relations that the texts mention, by the names in them: more than are used, never fewer. */
void depend_scan_columns(struct scan *);
