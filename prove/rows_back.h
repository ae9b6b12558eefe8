/* Checks that all values are back after the plan and its way back, each in its row: as plans with --keep promise. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

/*
 * A digest of each column's values, and of the whole rows of each table, by "column a of table public.t" and "rows of table public.t"
 * (char *, to char *). NULL with an error.
 */
GHashTable *rows_back_read(PGconn *, GError **);
/* Appends differences to problems, in order, except those of columns and tables that a loss names. */
void rows_back_compare(GHashTable *before, GHashTable *after, const GPtrArray *losses, GPtrArray *problems);
