/* A file as statements, with the values of variables put in. */
#pragma once

#include "migrate/variable.h"

/*
 * Cuts a file into its statements and puts the values in: GPtrArray of struct script_statement, which points into text; free it by
 * g_ptr_array_unref. NULL with MIGRATE_USAGE and file:line:column for a variable that the header does not declare or that has no
 * value or a value that its type does not take; with MIGRATE_FILES for a text that cannot be cut, or that has a backslash command.
 * Without variables (NULL) nothing is put in, and sql is as raw: for looking at a script.
 */
GPtrArray *script_read(
	const char *path, const char *text, size_t length, const struct header *, const struct variables *, GError **);
