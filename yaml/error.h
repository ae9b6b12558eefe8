/*
 * Errors of documents: every one of them begins with where it is, `file:line:column: text`.
 */
#pragma once

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>

#define YAML_ERROR (yaml_error_quark())
GQuark yaml_error_quark(void);

enum yaml_error {
	YAML_ERROR_SYNTAX,  /* no YAML, or YAML that the guard refuses */
	YAML_ERROR_CONTENT, /* YAML, but no schema: unknown key, wrong type, missing reference */
	YAML_ERROR_FILE,    /* could not be read or written */
};

/* Sets the error and returns false, so that `return yaml_fail(...)` does. A line of 0 leaves the position out, a column of 0 the
 * column. */
bool yaml_fail(GError **, enum yaml_error, const char *file, unsigned line, unsigned column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
