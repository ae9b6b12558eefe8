/* Writes texts in XML and HTML. */
#include "cmd/xml.h"

#include <stdbool.h>

char *xml_text(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		bool possible = character == '\t' || character == '\n' || character == '\r' ||
				(character >= 0x20 && character != 0xFFFE && character != 0xFFFF);
		g_string_append_unichar(out, possible ? character : 0xFFFD);
	}
	return g_string_free(out, false);
}

void xml_append(GString *out, const char *text)
{
	g_autofree char *valid = xml_text(text), *escaped = g_markup_escape_text(valid, -1);

	g_string_append(out, escaped);
}
