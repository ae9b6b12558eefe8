/* What the rooms of datacopy share: see datacopy.h. */
#pragma once

#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "cmd/csv.h"
#include "cmd/datacopy.h"

/* A row of either side, or of both: values by the columns of each side, NULL for a side that does not have it. */
struct datacopy_row {
	const GPtrArray *have, *want; /* char * */
};

struct datacopy_table {
	const struct object *have, *want;	/* have: NULL where the table is to be made */
	GPtrArray *have_columns, *want_columns; /* const struct object * */
	const struct names *key; /* columns of the primary key that both have; NULL: none, then all rows are replaced */
	char *path;
	GPtrArray *have_rows, *want_rows; /* struct csv_row * */
	GPtrArray *rows;		  /* struct datacopy_row *: those that differ */
	guint deleted, inserted, changed;
	guint restored; /* rows that are the same but for columns that go: the way back gives these their values again */
};

struct datacopy {
	const struct comparison *comparison;
	GPtrArray *tables; /* struct datacopy_table * */
};

/* The columns whose values are copied. */
GPtrArray *datacopy_columns(const struct object *table);
/* COPY (SELECT ...) TO STDOUT, as in the files. */
char *datacopy_statement(const struct object *table, const GPtrArray *columns);
/* Where its file is. */
char *datacopy_path(const struct config *, const struct object *table, unsigned name_letters);
/* Place of a column in a list, or -1. */
int datacopy_column_at(const GPtrArray *columns, const char *name);
