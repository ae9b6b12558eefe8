/* Edges of the dependency graph from the rows that refer to something, and from the names in SQL texts. */
#pragma once

#include "catalog/depend_inside.h"

/* Adds edges to the objects that the rows refer to. */
void depend_scan_rows(struct scan *);
/*
 * Adds edges to the qualified names in a text: schema.name, schema.name.column. A routine is named by a call, schema.name(...), so
 * a table, or a type, of the same name is not meant. bare: the text's first name may be unqualified, in the object's own schema.
 */
void depend_scan_text(struct scan *, const char *text, bool bare);
/* Edges to columns of the relations that the texts mention, by the names in them: more than are used, never fewer. */
void depend_scan_columns(struct scan *);
