/* Files of reference data. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/* Reads the files (char *). NULL with MIGRATE_FILES and file:line:column for a mistake, or a table that two files describe. */
struct data *data_read(const GPtrArray *paths, GError **);
void data_free(struct data *);
/*
 * Makes the rows those of a tenant: the schema in files that stands for it becomes its own, and generated statements do not qualify names
 * in it. path is its search_path. MIGRATE_REFUSED for a table that cannot be found by its bare name.
 */
bool data_take_tenant(struct data *, const char *stand_in, const char *tenant, const char *path, GError **);
/* The schema that a schema's name in a file means. */
const char *data_schema(const struct data *, const char *schema);
/* Sets an error at a node of the table's file; returns false. */
bool data_fail(const struct data_table *, const struct node *, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
