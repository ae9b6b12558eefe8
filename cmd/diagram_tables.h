/*
 * Tables and their keys as diagrams: the columns of keys are rows, a foreign key is an arrow to what it refers to, a dotted one leads
 * from a partition or child to its parent. Of two schemas both are shown, and what is added, changed and dropped is marked.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

struct tables;

/* Tables of a schema up to which it is shown whole. */
enum { TABLES_WHOLE = 60 };

/* Of a schema; or of the way from have to want, whose differences are these, see diff/check.h: else both are NULL. They outlive it. */
struct tables *tables_new(const struct snapshot *have, const struct snapshot *want, const GPtrArray *differences);
void tables_free(struct tables *);
/* How many there are: of that schema, NULL: in all. */
guint tables_count(const struct tables *, const char *schema);

/* What becomes of an object by the differences: "added", "changed", "dropped"; NULL: nothing. Of a table, of its parts too. */
const char *tables_class(const struct tables *, const struct object *);
/* The foreign keys, and children, of other tables that refer to the table: const struct object *, each once; NULL: none. */
const GPtrArray *tables_referring(const struct tables *, const struct object *);

/* The tables of that schema; NULL: all. Those of other schemas to which they have keys are shown, too. */
bool tables_write_whole(const struct tables *, const char *schema, GString *out, GError **);
/* The table, and those that have to do with it; nothing where there are none. */
bool tables_write_around(const struct tables *, const struct object *table, GString *out, GError **);
/* The schemas, and how many keys lead from one to another; nothing where there is but one. */
bool tables_write_schemas(const struct tables *, GString *out, GError **);
