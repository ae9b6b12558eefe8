/*
 * Types and tables of a loaded document that would be made of themselves: what no server has, and what has no beginning for whoever
 * walks up.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/*
 * Parents and partitions, types of columns and attributes, domains, ranges: false with an error at an object that comes back to
 * itself by these. (What expressions, bodies and keys name may go round, as two tables with foreign keys to each other do.)
 */
bool circle_check(const struct loader *, GError **);
