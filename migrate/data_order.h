/* Orders the tables of reference data for writing, and finds rows that deletes would affect. */
#pragma once

#include "migrate/data_inside.h"

/* Orders the tables, and finds references that form cycles. False with an error. */
bool data_order(struct data *, GError **);
/* Counts rows that reference rows to be deleted, and refuses to delete these. False with an error. */
bool data_check_referencing(struct data *, PGconn *, GError **);
/* In one direction, up or down: whether the row is inserted, updated, deleted. */
bool data_is_inserted(const struct data_table *, const struct data_row *, bool back);
bool data_is_deleted(const struct data_table *, const struct data_row *, bool back);
bool data_is_updated(const struct data_table *, const struct data_row *, bool back);
/* The row's values before and after, by field. */
const char **data_before(const struct data_row *, bool back);
const char **data_after(const struct data_row *, bool back);
/* All rows that differ: those of the file, then those to be deleted. */
guint data_row_count(const struct data_table *);
struct data_row *data_row_at(const struct data_table *, guint);
