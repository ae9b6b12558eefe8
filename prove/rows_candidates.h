/* Values that a table's conditions may accept: values in their texts, and near ones. */
#pragma once

#include "prove/rows.h"
#include "prove/types.h"

/* Fills in the candidates of the table's columns, for its n-th row. */
void rows_candidates(const struct type_set *, struct row_table *, int n);
/* Fills in which columns a condition names. */
void rows_condition_columns(const struct row_table *, struct row_condition *);
