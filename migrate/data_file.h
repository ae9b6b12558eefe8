/* Files of reference data. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/* Reads the files (char *). MIGRATE_FILES with file:line:column for what is wrong in one, or a table that two tell. */
struct data *data_read(const GPtrArray *paths, GError **);
void data_free(struct data *);
/*
 * Makes the rows those of a tenant: where files name the schema that stands for it, its own is meant, and statements that are written
 * name what is in it without schema. path is its search_path. MIGRATE_REFUSED for a table that cannot be named so.
 */
bool data_take_tenant(struct data *, const char *stand_in, const char *tenant, const char *path, GError **);
/* The schema that is meant where files name one. */
const char *data_schema(const struct data *, const char *schema);
/* An error at a node of the table's file; gives false. */
bool data_fail(const struct data_table *, const struct node *, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
