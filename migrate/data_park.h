/*
 * Rows of reference data that take unique values from each other: two countries change places in a list. PostgreSQL checks a
 * unique index row by row, so a row whose value another one takes makes room first, under a value that no row has; or the
 * constraint, where it can be deferred, is checked at the end.
 */
#pragma once

#include "migrate/data_inside.h"

/* Marks rows whose unique values have to make room for those of other rows. */
bool data_park(struct data *, GError **);
