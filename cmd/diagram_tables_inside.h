/* What diagrams of tables are drawn from: for diagram_tables*.c alone. */
#pragma once

#include "cmd/diagram_tables.h"

struct entry {
	const struct object *table;
	GPtrArray *links;     /* struct link *, from it and to it */
	GPtrArray *referring; /* const struct object *: the keys and children to it */
};

/* A foreign key, or what a partition or child has of its parent. */
struct link {
	const struct object *object; /* the key, or the child */
	const struct entry *from, *to;
	const struct names *from_columns, *to_columns; /* NULL: of the whole; of the primary key */
};

struct tables {
	const struct snapshot *have; /* NULL: none */
	GPtrArray *all;		     /* struct entry *, in order of schemas and names */
	GHashTable *by_name;	     /* "schema.name" to struct entry * */
	GHashTable *by_schema;	     /* its name to a GPtrArray of struct entry *, in the same order */
	GHashTable *classes;	     /* const struct object * to its class */
	GPtrArray *links;	     /* struct link * */
};

/* The tables of that schema, NULL: there are none; of schema NULL all: struct entry *. */
const GPtrArray *tables_within(const struct tables *, const char *schema);
/* The table of that name, NULL: it is not there. */
struct entry *tables_entry(const struct tables *, const char *schema, const char *name);
