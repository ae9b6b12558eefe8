/* Rows that are made up, for every table of a database: that their values survive a plan can then be seen. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "prove/rows.h"

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
