/* In what order rows of reference data are written, and what would be lost by it. */
#pragma once

#include "migrate/data_inside.h"

/* Puts the tables in order, and finds the references that go round. */
bool data_order(struct data *, GError **);
/* Counts the rows that refer to those that are to be deleted, and refuses to delete these. */
bool data_check_referencing(struct data *, PGconn *, GError **);
/* Of one way, there or back: what becomes of a row. */
bool data_is_inserted(const struct data_table *, const struct data_row *, bool back);
bool data_is_deleted(const struct data_table *, const struct data_row *, bool back);
bool data_is_updated(const struct data_table *, const struct data_row *, bool back);
/* Its values before and after, by field. */
const char **data_before(const struct data_row *, bool back);
const char **data_after(const struct data_row *, bool back);
/* All rows that differ: those of the file, then those that are gone. */
guint data_row_count(const struct data_table *);
struct data_row *data_row_at(const struct data_table *, guint);
