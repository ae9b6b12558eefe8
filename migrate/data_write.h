/* Writes the statements that make reference data equal to the files, and their inverse. */
#pragma once

#include "migrate/data_inside.h"

void data_write_statements(GString *out, const struct data *, bool back);
