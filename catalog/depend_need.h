/* What the functions of kinds that find edges share: see struct kind, needs. */
#pragma once

#include "catalog/depend_scan.h"

/* Edges to a schema, or an extension, by its name; NULL: none. */
void depend_add_schema(struct scan *, const char *name);
void depend_add_extension(struct scan *, const char *name);
/* To what the object's name, an expression or the name of a column, mentions. */
void depend_scan_key(struct scan *);
/*
 * To the primary keys of the relations that a query mentions, which may select columns that only the key makes unique; NULL: there
 * is no query.
 */
void depend_scan_query(struct scan *, const char *query);
/* Of a column or check of a partition or child: to its parent's. */
void depend_scan_merged(struct scan *);
