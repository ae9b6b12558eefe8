/*
 * Rows of reference data that take unique values from each other: two countries change places in a list. PostgreSQL checks a unique
 * index row by row, so a row whose value another one takes first gets a value that no row has; or the constraint, if it is
 * deferrable, is checked at the end.
 */
#pragma once

#include "migrate/data_inside.h"

/* Marks rows whose unique values other rows take. False with an error. */
bool data_park(struct data *, GError **);
