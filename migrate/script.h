/* Splits a file into statements, and substitutes variables. */
#pragma once

#include "migrate/variable.h"

/*
 * Returns GPtrArray of struct script_statement, which points into text; free it with g_ptr_array_unref(). NULL with MIGRATE_USAGE
 * and file:line:column for a variable that is not declared, has no value or one that its type does not accept; with MIGRATE_FILES
 * for a text that cannot be split, or has a backslash command. Without variables (NULL) nothing is substituted, and sql is like
 * raw: for examining a script.
 */
GPtrArray *script_read(
	const char *path, const char *text, size_t length, const struct header *, const struct variables *, GError **);
