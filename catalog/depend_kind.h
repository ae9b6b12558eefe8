/*
 * Edges of the dependency graph beyond rows and texts: those that any kind may have, those that a kind's own function finds
 * (struct kind, needs), and what such functions share.
 */
#pragma once

#include "catalog/depend_scan.h"

/* Edges of the object that neither its rows nor their texts tell. */
void depend_scan_kind(struct scan *);
/* A base type is made of functions that are made of its shell: takes the type's edges out of that circle. */
void depend_break_circles(struct depend *);

/* For the rooms of kinds: edges to a schema, or an extension, by its name; NULL: none. */
void depend_add_schema(struct scan *, const char *name);
void depend_add_extension(struct scan *, const char *name);
/* To what the object's name, an expression or the name of a column, mentions. */
void depend_scan_key(struct scan *);
/*
 * To the primary keys of the relations that a query mentions, which may select columns that only the key makes unique; NULL: there
 * is no query.
 */
void depend_scan_query(struct scan *, const char *query);
/* Of an index on a column whose type has an operator class of its own for default: it needs that, and does not say so. */
void depend_add_default_classes(struct scan *, const struct object *relation, const char *column);
/* Of a column or check of a partition or child: to its parent's. */
void depend_scan_merged(struct scan *);
