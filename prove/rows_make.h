/* Generates rows for every table of a database, to see whether their values survive a plan. */
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
 * Inserts some rows into each table that can have rows itself and belongs to no extension: no NULL where possible, the n-th value
 * of its type in each column of the n-th row, or else values from conditions. Triggers and foreign keys are disabled meanwhile;
 * then rows without a referenced row are deleted. NULL with an error where a query fails, or the user lacks privileges.
 */
struct rows *rows_make(PGconn *, GError **);
void rows_free(struct rows *);
