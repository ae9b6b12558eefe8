/* Errors in documents, with their position. */
#include "yaml/error.h"

G_DEFINE_QUARK(pgcanon - yaml - error, yaml_error)

bool yaml_fail(GError **error, enum yaml_error code, const char *file, unsigned line, unsigned column, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (line && column)
		g_set_error(error, YAML_ERROR, code, "%s:%u:%u: %s", file, line, column, text);
	else if (line)
		g_set_error(error, YAML_ERROR, code, "%s:%u: %s", file, line, text);
	else
		g_set_error(error, YAML_ERROR, code, "%s: %s", file, text);
	return false;
}
