/*
 * Finds types and tables of a loaded document that depend on themselves: no server can have them, and walking up from one would not
 * end.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/*
 * Follows parents and partitions, types of columns and attributes, domains, ranges. False with an error at an object that leads
 * back to itself. (Expressions, bodies and foreign keys may form cycles.)
 */
bool circle_check(const struct loader *, GError **);
