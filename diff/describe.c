/* Differences in words. */
#include "diff/check.h"

#include <string.h>

enum { SHOWN = 20, SHORT = 80 }; /* objects; characters of a value */

static void append_value(GString *out, const char *word, const char *value)
{
	g_autofree char *escaped = value ? g_utf8_substring(value, 0, MIN(SHORT, g_utf8_strlen(value, -1))) : NULL;

	if (escaped)
		g_string_append_printf(
			out, "%s \"%s%s\"", word, g_strdelimit(escaped, "\n\t", ' '), strlen(value) > strlen(escaped) ? "..." : "");
	else
		g_string_append_printf(out, "%s nothing", word);
}

char *check_describe(const GPtrArray *differences)
{
	GString *out = g_string_new(NULL);
	guint shown = 0, more = 0;

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note || (shown >= SHOWN && ++more))
			continue;
		g_autofree char *name = object_describe(difference->object);
		g_string_append_printf(out, "%s%s: %s", shown++ ? "\n" : "", name, difference->what);
		if (difference->delta) {
			g_string_append_printf(out, ": %s", difference->delta);
		} else if (difference->wanted || difference->found) {
			append_value(out, ": wanted", difference->wanted);
			append_value(out, ", found", difference->found);
		}
	}
	if (more)
		g_string_append_printf(out, "\nand %u more", more);
	return g_string_free(out, false);
}
