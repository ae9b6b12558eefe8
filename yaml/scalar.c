/* Writes a text as a YAML scalar: plain, in double quotes, or as a literal block. */
#include "yaml/scalar.h"

#include <string.h>

#include "sql/hidden.h"

/* Texts that some reader takes for a boolean, null, a number, a merge key or a default key, in any case. */
static const char *const lookalikes[] = { "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<", ".inf",
	".nan", "+.inf", "-.inf", NULL };
enum { LONGEST_LOOKALIKE = 5 };

/* Characters that YAML allows and that are visible: no controls, line breaks, or marks of writing direction. */
static bool is_printable(gunichar c)
{
	return !character_is_hidden(c);
}

/* Numbers of any base, dates, times: texts that begin like a number and consist of its characters. */
static bool looks_numeric(const char *text)
{
	const char *first = text;

	if (*first == '+' || *first == '-')
		first++;
	if (*first == '.')
		first++;
	return g_ascii_isdigit(*first) && first[strspn(first, "0123456789abcdefABCDEFxXoO_.,:+-tTzZ \t")] == '\0';
}

/* A word longer than every lookalike, as most keys and many values are. */
static bool is_long_word(const char *text)
{
	const char *at = text;

	if (!g_ascii_isalpha(*at))
		return false;
	while (g_ascii_isalnum(*at) || *at == '_')
		at++;
	return !*at && at - text > LONGEST_LOOKALIKE;
}

bool scalar_is_plain(const char *text)
{
	if (is_long_word(text))
		return true;
	if (!*text || strchr("-?:,[]{}#&*!|>'\"%@` \t", *text) || g_str_has_prefix(text, "..."))
		return false;
	bool is_short = strnlen(text, LONGEST_LOOKALIKE + 1) <= LONGEST_LOOKALIKE;
	for (size_t i = 0; is_short && lookalikes[i]; i++)
		if (g_ascii_strcasecmp(text, lookalikes[i]) == 0)
			return false;
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		if ((unsigned char)*at >= 0x80 ? !is_printable(g_utf8_get_char(at)) : *at < 0x20 || *at == 0x7F)
			return false;
		if ((*at == ':' && (at[1] == ' ' || !at[1])) || (*at == ' ' && (at[1] == '#' || !at[1])))
			return false;
	}
	return !looks_numeric(text);
}

bool scalar_is_number(const char *text)
{
	const char *digits = text + (*text == '-');
	size_t whole = strspn(digits, "0123456789");

	if (!whole || (whole > 1 && *digits == '0') || strcmp(text, "-0") == 0)
		return false;
	if (!digits[whole])
		return true;
	size_t fraction = strspn(digits + whole + 1, "0123456789");
	return digits[whole] == '.' && fraction && !digits[whole + 1 + fraction];
}

bool scalar_fits_block(const char *text)
{
	if (!text[strspn(text, " \t\n")])
		return false;
	for (const char *at = text; *at; at = g_utf8_next_char(at))
		if ((unsigned char)*at >= 0x80 ? !is_printable(g_utf8_get_char(at))
					       : (*at < 0x20 && *at != '\n' && *at != '\t') || *at == 0x7F)
			return false;
	return true;
}

static void write_escaped(GString *out, gunichar c)
{
	static const struct {
		gunichar c;
		const char *escape;
	} known[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\t', "\\t" }, { '\r', "\\r" }, { 0 } };

	for (size_t i = 0; known[i].c; i++) {
		if (known[i].c == c) {
			g_string_append(out, known[i].escape);
			return;
		}
	}
	if (is_printable(c))
		g_string_append_unichar(out, c);
	else
		g_string_append_printf(out, c < 0x100 ? "\\x%02X" : c < 0x10000 ? "\\u%04X" : "\\U%08X", c);
}

void scalar_write(GString *out, const char *text)
{
	if (scalar_is_plain(text)) {
		g_string_append(out, text);
		return;
	}
	g_string_append_c(out, '"');
	for (const char *at = text; *at; at = g_utf8_next_char(at))
		write_escaped(out, g_utf8_get_char(at));
	g_string_append_c(out, '"');
}

void scalar_write_block(GString *out, const char *text, unsigned indent)
{
	size_t length = strlen(text);
	bool open = text[length - 1] != '\n';
	bool more = !open && length > 1 && text[length - 2] == '\n';

	g_string_append_c(out, '|');
	if (strchr(" \t\n", *text))
		g_string_append_c(out, '2');
	g_string_append(out, open ? "-\n" : more ? "+\n" : "\n");
	for (const char *line = text; *line;) {
		const char *end = line + strcspn(line, "\n");

		if (end > line)
			g_string_append_printf(out, "%*s", (int)indent, "");
		g_string_append_len(out, line, end - line);
		g_string_append_c(out, '\n');
		line = *end ? end + 1 : end;
	}
}
