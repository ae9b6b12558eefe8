/* The rows of reference data in temporary tables, typed as the columns are: the server says what a value is, and what it equals. */
#pragma once

#include "migrate/data_inside.h"

/* Reads the rows of the files, puts them into temporary tables and checks them. */
bool data_stage(struct data *, PGconn *, GError **);
