/* Errors of migrate/. */
#include "migrate/status.h"

#include <stdarg.h>

bool migrate_fail(GError **error, enum migrate_status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, MIGRATE_ERROR, (int)status, text);
	return false;
}

bool migrate_fail_as(GError **error, enum migrate_status status)
{
	if (error && *error) {
		(*error)->domain = MIGRATE_ERROR;
		(*error)->code = (int)status;
	}
	return false;
}
