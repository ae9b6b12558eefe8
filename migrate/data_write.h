/* The statements that make reference data what the files say, and their inverse. */
#pragma once

#include "migrate/data_inside.h"

void data_write_statements(GString *out, const struct data *, bool back);
