/* The text form of a one-dimensional array. */
#include "catalog/kinds/array.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

char **array_parse(const char *text)
{
	GPtrArray *items = g_ptr_array_new();
	g_autoptr(GString) item = g_string_new(NULL);
	const char *p = strchr(text, '{'); /* past the bounds of an array that does not begin at 1 */

	for (p = p ? p + 1 : ""; *p && *p != '}';) {
		bool quoted = *p == '"';

		g_string_truncate(item, 0);
		for (p += quoted; *p && (quoted ? *p != '"' : *p != ',' && *p != '}'); p++) {
			p += *p == '\\' && p[1];
			g_string_append_c(item, *p);
		}
		p += quoted && *p;
		if (quoted || strcmp(item->str, "NULL") != 0)
			g_ptr_array_add(items, g_strndup(item->str, item->len));
		p += *p == ',';
	}
	g_ptr_array_add(items, NULL);
	return (char **)g_ptr_array_free(items, false);
}
