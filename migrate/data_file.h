/* Files of reference data. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/* Reads the files (char *). MIGRATE_FILES with file:line:column for what is wrong in one, or a table that two tell. */
struct data *data_read(const GPtrArray *paths, GError **);
void data_free(struct data *);
/* An error at a node of the table's file; gives false. */
bool data_fail(const struct data_table *, const struct node *, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
