/* A script of another tool, so that the runner takes it. */
#pragma once

#include "migrate/import_inside.h"

/*
 * A script without byte order mark, carriage returns, what begins and ends transactions, and psql's commands that set variables or
 * change no more than what it prints; directives of another tool become notes. What it needs is added to needs. path is for what is
 * said.
 */
char *import_script(const char *path, const char *text, struct import_needs *needs, GPtrArray *said);
