/* Shared by the functions of kinds that find edges: see struct kind, needs. */
#pragma once

#include "catalog/depend_scan.h"

/* Edges to a schema, or an extension, by its name; NULL: none. */
void depend_add_schema(struct scan *, const char *name);
void depend_add_extension(struct scan *, const char *name);
/* Adds edges to the objects that the object's name, an expression or a column's name, mentions. */
void depend_scan_key(struct scan *);
/* Adds an edge from a column or check of a partition or child to its parent's. */
void depend_scan_merged(struct scan *);
