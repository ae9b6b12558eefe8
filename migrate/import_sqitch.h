/* A project of sqitch: the lines of its plan. */
#pragma once

#include "migrate/import_inside.h"

/* Append them in their order; false with MIGRATE_FILES. */
bool import_sqitch(const char *source, GPtrArray *changes, GPtrArray *said, GError **);
