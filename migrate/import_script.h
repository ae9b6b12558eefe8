/* Converts a script of another tool for the runner. */
#pragma once

#include "migrate/import_inside.h"

/*
 * The script without byte order mark, carriage returns, statements that begin and end transactions, and psql commands that only set
 * variables or the output format; directives of another tool become notes. needs gets its needs. path is for messages. NULL with an
 * error. Free it.
 */
char *import_script(const char *path, const char *text, struct import_needs *needs, GPtrArray *said);
