/* Reference data beside what a database has. */
#pragma once

#include "migrate/data.h"

/*
 * Compares with a database, in a transaction of its own that is rolled back; nothing is changed there. name is what messages
 * call it. MIGRATE_FILES with file:line:column for rows and columns that the database does not take; MIGRATE_CONNECTION where
 * row security hides rows or the connection is lost.
 */
bool data_compare(struct data *, PGconn *, const char *name, GError **);
/* How many rows differ. */
guint data_differences(const struct data *);
/* Appends a line for each. */
void data_report(const struct data *, GString *out);
