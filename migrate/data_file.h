/* Files of reference data. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/* Reads the files (char *). NULL with MIGRATE_FILES and file:line:column for a mistake, or a table that two files describe. */
struct data *data_read(const GPtrArray *paths, GError **);
void data_free(struct data *);
/* Sets an error at a node of the table's file; returns false. */
bool data_fail(const struct data_table *, const struct node *, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
