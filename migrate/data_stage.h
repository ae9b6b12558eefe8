/* Copies the rows of reference data into temporary tables with the columns' types: the server checks and compares the values. */
#pragma once

#include "migrate/data_inside.h"

/* Reads the rows of the files, copies them into temporary tables and checks them. False with an error. */
bool data_stage(struct data *, PGconn *, GError **);
