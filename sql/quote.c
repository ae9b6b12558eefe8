/* Quotes identifiers, string constants and dollar-quoted bodies for SQL text. */
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

#include "sql/keywords.h"

bool quote_needed(const char *name)
{
	const char *p = name;

	/*
	 * The server accepts unquoted letters beyond ASCII, but lower-cases them depending on its encoding: such names are quoted.
	 */
	if (!(*p >= 'a' && *p <= 'z') && *p != '_')
		return true;
	for (p++; *p != '\0'; p++) {
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= '0' && *p <= '9') && *p != '_')
			return true;
	}
	return keyword_is_reserved_for_names(name);
}

/* Appends the text between two quotes, doubling every quote within it. */
static void quote_doubled(GString *out, const char *text, char quote)
{
	const char *from = text;
	const char *at;

	g_string_append_c(out, quote);
	while ((at = strchr(from, quote)) != NULL) {
		g_string_append_len(out, from, at + 1 - from);
		g_string_append_c(out, quote);
		from = at + 1;
	}
	g_string_append(out, from);
	g_string_append_c(out, quote);
}

void quote_identifier(GString *out, const char *name)
{
	if (quote_needed(name))
		quote_doubled(out, name, '"');
	else
		g_string_append(out, name);
}

char *quote_identifier_dup(const char *name)
{
	GString *out = g_string_new(NULL);

	quote_identifier(out, name);
	return g_string_free(out, FALSE);
}

void quote_qualified(GString *out, const char *schema, const char *name)
{
	if (schema != NULL) {
		quote_identifier(out, schema);
		g_string_append_c(out, '.');
	}
	quote_identifier(out, name);
}

void quote_literal(GString *out, const char *text)
{
	quote_doubled(out, text, '\'');
}

/*
 * Whether text followed by the closing quote is ended by that quote, and not
 * earlier: neither by a copy within the text, nor by one that starts at the
 * text's end and is completed by the closing quote's first bytes, as the
 * first two of the three dollars in a$ + $$.
 */
static bool quote_dollar_fits(const char *text, size_t length, const char *quote)
{
	size_t quote_length = strlen(quote);
	size_t overlap = MIN(length, quote_length - 1);
	char *end;
	bool fits;

	if (strstr(text, quote) != NULL)
		return false;
	end = g_strconcat(text + length - overlap, quote, NULL);
	fits = strstr(end, quote) == end + overlap;
	g_free(end);
	return fits;
}

void quote_dollar(GString *out, const char *text)
{
	size_t length = strlen(text);
	char quote[32] = "$$";
	unsigned int n;

	if (!quote_dollar_fits(text, length, quote)) {
		g_strlcpy(quote, "$_$", sizeof quote);
		for (n = 1; !quote_dollar_fits(text, length, quote); n++)
			g_snprintf(quote, sizeof quote, "$a%u$", n);
	}
	g_string_append(out, quote);
	g_string_append_len(out, text, (gssize)length);
	g_string_append(out, quote);
}

void quote_format_v(GString *out, const char *format, va_list arguments)
{
	const char *from = format;
	const char *at;

	while ((at = strchr(from, '%')) != NULL) {
		g_string_append_len(out, from, at - from);
		switch (at[1]) {
		case 'I':
			quote_identifier(out, va_arg(arguments, const char *));
			break;
		case 'L':
			quote_literal(out, va_arg(arguments, const char *));
			break;
		case 'D':
			quote_dollar(out, va_arg(arguments, const char *));
			break;
		case 's':
			g_string_append(out, va_arg(arguments, const char *));
			break;
		case 'd':
			g_string_append_printf(out, "%d", va_arg(arguments, int));
			break;
		case '%':
			g_string_append_c(out, '%');
			break;
		default:
			/* Not an assertion: it must not be compiled out. */
			g_printerr("quote_format: unknown conversion in \"%s\"\n", format);
			abort();
		}
		from = at + 2;
	}
	g_string_append(out, from);
}

void quote_format(GString *out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	quote_format_v(out, format, arguments);
	va_end(arguments);
}

char *quote_unquote_identifier(const char *text, size_t length)
{
	GString *name;
	size_t i;

	if (length == 0 || text[0] != '"')
		return g_ascii_strdown(text, (gssize)length);

	name = g_string_sized_new(length);
	for (i = 1; i < length; i++) {
		if (text[i] == '"') {
			/* A single quote ends the name; a doubled one is one quote. */
			if (i + 1 >= length || text[i + 1] != '"')
				break;
			i++;
		}
		g_string_append_c(name, text[i]);
	}
	return g_string_free(name, FALSE);
}

size_t quote_identifier_length(const char *text)
{
	const char *end = text;

	if (*end == '"')
		for (end++; *end && (*end != '"' || end[1] == '"'); end++)
			end += *end == '"';
	return (size_t)(end - text) + strcspn(end, " ");
}
