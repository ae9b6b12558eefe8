/*
 * Writes texts as Python literals: no raw strings and no triple quotes, in which a backslash, a quote or a line end could have
 * another meaning.
 */
#include "cmd/python.h"

#include <string.h>

#include "sql/hidden.h"

static void append_character(GString *out, gunichar character, char quote)
{
	if (character == '\n')
		g_string_append(out, "\\n");
	else if (character == '\t')
		g_string_append(out, "\\t");
	else if (character == '\r')
		g_string_append(out, "\\r");
	else if (character_is_hidden(character))
		g_string_append_printf(out, character > 0xFFFF ? "\\U%08X" : "\\u%04X", character);
	else if (character == (gunichar)quote || character == '\\')
		g_string_append_printf(out, "\\%c", (char)character);
	else
		g_string_append_unichar(out, character);
}

/* Uses the quotes that need fewer escapes, as formatters for Python do. */
static void append_string(GString *out, const char *text, const char *end)
{
	int doubles = 0;

	for (const char *p = text; p < end; p++)
		doubles += *p == '"' ? 1 : *p == '\'' ? -1 : 0;
	char quote = doubles > 0 ? '\'' : '"';
	g_string_append_c(out, quote);
	for (const char *p = text; p < end; p = g_utf8_next_char(p))
		append_character(out, g_utf8_get_char(p), quote);
	g_string_append_c(out, quote);
}

void python_literal(GString *out, const char *text, size_t length, unsigned indent)
{
	const char *end = text + length;
	bool lines = length && memchr(text, '\n', length - 1);

	if (!lines) {
		append_string(out, text, end);
		return;
	}
	g_string_append_c(out, '(');
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text)), *stop = newline ? newline + 1 : end;
		g_string_append_printf(out, "\n%*s", (int)indent + 4, "");
		append_string(out, text, stop);
		text = stop;
	}
	g_string_append_printf(out, "\n%*s)", (int)indent, "");
}
