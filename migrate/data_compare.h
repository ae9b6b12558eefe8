/* Compares reference data with a database. */
#pragma once

#include "migrate/data.h"

/*
 * Compares in a transaction that is rolled back. name is the database's in messages. MIGRATE_FILES with file:line:column for rows
 * and columns that the database does not accept; MIGRATE_CONNECTION where row security hides rows or the connection is lost.
 */
bool data_compare(struct data *, PGconn *, const char *name, GError **);
/* The number of rows that differ. */
guint data_differences(const struct data *);
/* Appends a line for each of them. */
void data_report(const struct data *, GString *out);
