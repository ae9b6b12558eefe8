/* Tables for which rows are generated. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct row_column {
	const char *name, *type, *typed; /* the name quoted; oid of the type; as format_type() has it */
	bool nullable;
	GPtrArray *candidates; /* char *: expressions of values, the likeliest first */
};

/* A check, of the table or a column's domain, or the bounds of a partition. */
struct row_condition {
	const char *name, *text; /* name: the constraint's, as in an error; "": bounds */
	GArray *columns;	 /* guint: those that it names, of the table's columns */
};

struct row_table {
	const char *oid, *name; /* the name qualified and quoted */
	GArray *columns;	/* struct row_column: those that can be written */
	GArray *conditions;	/* struct row_condition */
	char *problem;		/* why it has no row; NULL: it has */
	unsigned rows;
};
