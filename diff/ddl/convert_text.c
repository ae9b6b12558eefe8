/* The names of types, as format_type() prints them, taken apart. */
#include "diff/ddl/convert_text.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

char *convert_bare(const char *type, bool *array)
{
	GString *out = g_string_new(NULL);
	unsigned depth = 0;

	*array = false;
	for (; *type; type++) {
		depth += *type == '(';
		if (*type == '[')
			*array = true;
		else if (*type != ']' && !depth)
			g_string_append_c(out, *type);
		depth -= *type == ')' && depth;
	}
	return g_string_free(out, false);
}

void convert_modifiers(const char *type, int *first, int *second)
{
	const char *open = strchr(type, '('), *comma = open ? strchr(open, ',') : NULL;

	*first = open ? atoi(open + 1) : -1;
	*second = comma ? atoi(comma + 1) : open ? 0 : -1;
}
