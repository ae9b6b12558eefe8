/* Writing results: to standard output, or to files that are either as before or complete. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Writes text to the file of that path by way of a temporary file beside it, or to standard output when path is NULL or "-". What is no
 * regular file (/dev/stdout, a pipe) is written directly.
 */
bool output_write(const char *path, const GString *text, GError **);

/* Whether output_write() may succeed: for finding out before something is changed that cannot be undone. */
bool output_check(const char *path, GError **);
