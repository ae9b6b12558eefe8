/* Errors in documents, which all begin with the position: `file:line:column: text`. */
#pragma once

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>

#define YAML_ERROR (yaml_error_quark())
GQuark yaml_error_quark(void);

enum yaml_error {
	YAML_ERROR_SYNTAX,  /* not YAML, or refused by the guard */
	YAML_ERROR_CONTENT, /* YAML, but not a schema: unknown key, wrong type, missing reference */
	YAML_ERROR_FILE,    /* could not be read or written */
};

/* Sets the error and returns false, for use as `return yaml_fail(...)`. Line 0 omits the position, column 0 the column. */
bool yaml_fail(GError **, enum yaml_error, const char *file, unsigned line, unsigned column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
