/* Reads files, and computes positions in them. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "migrate/status.h"

/* A path relative to the project's directory as one relative to the current directory, without ./; free it. */
char *file_path(const char *directory, const char *path);

/* The bytes of a regular file, followed by a NUL; free them. NULL with MIGRATE_FILES where it cannot be read, or is over 256 MB. */
char *file_read(const char *path, size_t *length, GError **);

/* SHA-256 in hexadecimal. */
void file_hash(const char *bytes, size_t length, char sha256[65]);

/* A position in a text, from 1; columns count characters. */
struct position {
	size_t line, column;
};
struct position position_of(const char *text, const char *at);

/* Sets an error that begins with path:line:column; returns false. */
bool position_fail(GError **, enum migrate_status, const char *path, const char *text, const char *at, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
