/* Numbered scripts in build/ and rollback/, as DbAlign has them. */
#pragma once

#include "migrate/import_inside.h"

bool import_tree(const char *source, GPtrArray *changes, GPtrArray *said, GError **);
