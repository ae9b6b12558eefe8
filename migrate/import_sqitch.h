/* Reads the plan of a sqitch project. */
#pragma once

#include "migrate/import_inside.h"

/* Appends the changes in order; false with MIGRATE_FILES. */
bool import_sqitch(const char *source, GPtrArray *changes, GPtrArray *said, GError **);
