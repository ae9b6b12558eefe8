/* What the server knows of the tables of reference data: columns, keys, foreign keys. */
#pragma once

#include "migrate/data_inside.h"

/* A query with texts as parameters; NULL with an error: MIGRATE_SQL with what the server says. */
PGresult *data_query(PGconn *, const char *sql, int count, const char *const *parameters, GError **);
/* The text of a result's field; NULL for NULL. */
const char *data_value(const PGresult *, int row, int column);
/* Finds what the server knows of the tables, and of those that they refer to; makes the fields. */
bool data_find_facts(struct data *, PGconn *, GError **);
const struct data_column *data_column_of(const struct data_facts *, const char *name);
/* Whether no two rows share the values of these columns. */
bool data_is_unique(const struct data_facts *, const GPtrArray *columns);
/* Facts of further tables, each once. */
struct data_facts *data_facts_of(struct data *, const char *schema, const char *name);
bool data_load_facts(struct data *, PGconn *, guint first, GError **);
