/*
 * CSV as COPY writes and reads it: fields separated by commas, in double quotes where needed; an empty field is NULL, "" an empty
 * string.
 */
#pragma once

#include <glib.h>

struct csv_row {
	unsigned line;	   /* its first line in the file, from 1 */
	GPtrArray *fields; /* char *; NULL: NULL */
};

/*
 * The rows (struct csv_row *) of a UTF-8 text. NULL with an error that begins with file:line where a quote does not end, or begins
 * within a field.
 */
GPtrArray *csv_parse(const char *file, const char *text, gsize length, GError **);
