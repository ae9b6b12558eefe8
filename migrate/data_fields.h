/* Which columns reference data has, and how each value is given: directly, or by the key of the referenced row. */
#pragma once

#include "migrate/data_inside.h"

bool data_find_fields(struct data *, PGconn *, GError **);
/* "app.city AS t LEFT JOIN app.country AS r1 ON r1.id = t.country_id", with from instead of the table. */
void data_append_from(GString *out, const struct data_table *, const char *from);
/* "t.name", "r1.code" */
void data_append_field(GString *out, const struct data_field *);
/* "column.of" for messages, and as a column's alias. */
void data_append_label(GString *out, const struct data_field *);
/* The condition that two rows have the same key, or the same values; left and right are formats for the field's number. */
void data_append_keys_match(GString *out, const struct data_table *, const char *left, const char *right);
/* A row's key for people: code=CH. */
char *data_describe(const struct data_table *, const struct data_row *);
