/* Reads numbered scripts in build/ and rollback/, in the layout of DbAlign. */
#pragma once

#include "migrate/import_inside.h"

bool import_tree(const char *source, GPtrArray *changes, GPtrArray *said, GError **);
