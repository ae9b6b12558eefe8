/* Structures that the files of datacopy share: see datacopy.h. */
#pragma once

#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "cmd/csv.h"
#include "cmd/datacopy.h"

/* A row of either side, or of both: values in the order of each side's columns, NULL for a side that lacks the row. */
struct datacopy_row {
	const GPtrArray *have, *want; /* char * */
};

struct datacopy_table {
	const struct object *have, *want;	/* have: NULL where the table will be created */
	GPtrArray *have_columns, *want_columns; /* const struct object * */
	const struct names *key; /* primary key columns that both sides have; NULL: none, then all rows are replaced */
	char *path;
	GPtrArray *have_rows, *want_rows; /* struct csv_row * */
	GPtrArray *rows;		  /* struct datacopy_row *: rows that differ */
	guint deleted, inserted, changed;
	guint restored; /* rows that differ only in dropped columns: the way back restores these values */
};

struct datacopy {
	const struct comparison *comparison;
	GPtrArray *tables; /* struct datacopy_table * */
};

/* The columns whose values are copied. */
GPtrArray *datacopy_columns(const struct object *table);
/* COPY (SELECT ...) TO STDOUT, in the order of the file. */
char *datacopy_statement(const struct object *table, const GPtrArray *columns);
/* The path of the table's file. Free it. */
char *datacopy_path(const struct config *, const struct object *table, unsigned name_letters);
/* The index of a column in a list, or -1. */
int datacopy_column_at(const GPtrArray *columns, const char *name);
