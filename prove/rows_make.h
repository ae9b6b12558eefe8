/* Rows that are made up, for every table of a database: that their values survive a plan can then be seen. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "prove/types.h"

struct row_column {
	const char *name, *type, *typed; /* the name quoted; oid of the type; as format_type() has it */
	bool nullable;
	GPtrArray *candidates; /* char *: expressions of values, the likeliest first */
};

/* A check, that of a column's domain, or the bounds of a partition. */
struct row_condition {
	const char *name, *text; /* name: the constraint's, as an error tells it; "": of the bounds */
	GArray *columns;	 /* guint: those that it names, of the table's columns */
};

struct row_table {
	const char *oid, *name; /* the name qualified and quoted */
	GArray *columns;	/* struct row_column: those that can be written */
	GArray *conditions;	/* struct row_condition */
	char *problem;		/* why it has no row; NULL: it has */
	unsigned rows;
};

struct rows {
	GPtrArray *tables;    /* struct row_table * */
	PGresult *results[4]; /* own the texts */
};

/*
 * Puts some rows into each table that can have rows of its own and belongs to no extension: no NULL where that is possible, the
 * n-th value of its type in each column of the n-th row, or else values that conditions name. Neither triggers nor foreign keys act
 * meanwhile; what then refers to nothing is taken out again. NULL with an error where the server cannot be asked, or the user is
 * not permitted to.
 */
struct rows *rows_make(PGconn *, GError **);
void rows_free(struct rows *);
