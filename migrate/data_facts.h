/* Reads the columns, keys and foreign keys of the tables of reference data. */
#pragma once

#include "migrate/data_inside.h"

/* Runs a query with text parameters; NULL with an error: MIGRATE_SQL with the server's message. */
PGresult *data_query(PGconn *, const char *sql, int count, const char *const *parameters, GError **);
/* The text of a result's field; NULL for NULL. */
const char *data_value(const PGresult *, int row, int column);
/* Reads the facts of the tables, and of tables that they reference; creates the fields. False with an error. */
bool data_find_facts(struct data *, PGconn *, GError **);
const struct data_column *data_column_of(const struct data_facts *, const char *name);
/* Whether no two rows share the values of these columns. */
bool data_is_unique(const struct data_facts *, const GPtrArray *columns);
/* The facts of a further table, read once. */
struct data_facts *data_facts_of(struct data *, const char *schema, const char *name);
bool data_load_facts(struct data *, PGconn *, guint first, GError **);
