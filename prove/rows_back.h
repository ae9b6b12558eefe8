/* Whether all values are back after the way there and the way back, each in its row: what plans that keep what they would lose promise. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

/*
 * A digest of each column's values, and of the whole rows of each table, by "column a of table public.t" and "rows of table public.t"
 * (char *, to char *). NULL with an error.
 */
GHashTable *rows_back_read(PGconn *, GError **);
/* Appends to problems what is not as it was before, in order, unless one of the losses names the column or the table. */
void rows_back_compare(GHashTable *before, GHashTable *after, const GPtrArray *losses, GPtrArray *problems);
