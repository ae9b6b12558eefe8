/* Bytes of files, and places in them. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "migrate/status.h"

/* A path from the project's directory as one from here, shown without ./; free it. */
char *file_path(const char *directory, const char *path);

/*
 * The bytes of a regular file, read once, and a NUL behind them; free them. MIGRATE_FILES where it cannot be read, or is over 256
 * MB.
 */
char *file_read(const char *path, size_t *length, GError **);

/* SHA-256 in hexadecimal. */
void file_hash(const char *bytes, size_t length, char sha256[65]);

/* A place in a text, from 1; columns are characters. */
struct position {
	size_t line, column;
};
struct position position_of(const char *text, const char *at);

/* An error that begins with path:line:column; gives false. */
bool position_fail(GError **, enum migrate_status, const char *path, const char *text, const char *at, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
