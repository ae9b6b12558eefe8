/*
 * CSV as COPY writes and reads it: fields with commas between, in double quotes where they must be; nothing at all is NULL, "" an
 * empty text.
 */
#pragma once

#include <glib.h>

struct csv_row {
	unsigned line;	   /* where it begins, from 1 */
	GPtrArray *fields; /* char *; NULL: NULL */
};

/*
 * The rows (struct csv_row *) of a text, which is UTF-8. NULL with an error that begins with file:line for a quote that does not
 * end, or stands amid a field.
 */
GPtrArray *csv_parse(const char *file, const char *text, gsize length, GError **);
