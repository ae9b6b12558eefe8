/* The ranges of invisible characters. */
#include "sql/hidden.h"

static const struct {
	gunichar first, last;
} ranges[] = {
	{ 0x0000, 0x001F },
	{ 0x007F, 0x009F },
	{ 0x00AD, 0x00AD },
	{ 0x034F, 0x034F },
	{ 0x0600, 0x0605 },
	{ 0x061C, 0x061C },
	{ 0x06DD, 0x06DD },
	{ 0x070F, 0x070F },
	{ 0x08E2, 0x08E2 },
	{ 0x115F, 0x1160 },
	{ 0x17B4, 0x17B5 },
	{ 0x180B, 0x180F },
	{ 0x200B, 0x200F },
	{ 0x2028, 0x202E },
	{ 0x2060, 0x206F },
	{ 0x3164, 0x3164 },
	{ 0xFEFF, 0xFEFF },
	{ 0xFFA0, 0xFFA0 },
	{ 0xFFF0, 0xFFFB },
	{ 0xFFFE, 0xFFFF },
	{ 0x110BD, 0x110BD },
	{ 0x110CD, 0x110CD },
	{ 0x13430, 0x1343F },
	{ 0x1BCA0, 0x1BCA3 },
	{ 0x1D173, 0x1D17A },
	{ 0xE0000, 0xE0FFF },
};

bool character_is_hidden(gunichar character)
{
	/* most are letters of ASCII */
	if (character < 0x7F)
		return character < 0x20;
	for (size_t i = 0; i < G_N_ELEMENTS(ranges) && ranges[i].first <= character; i++)
		if (character <= ranges[i].last)
			return true;
	return false;
}

bool text_has_hidden(const char *text, size_t length)
{
	const char *end = text + length;

	for (const char *p = text; p < end; p = (unsigned char)*p < 0x80 ? p + 1 : g_utf8_next_char(p)) {
		if (*p == '\n' || *p == '\t')
			continue;
		if ((unsigned char)*p < 0x80 ? (unsigned char)*p < 0x20 || *p == 0x7F : character_is_hidden(g_utf8_get_char(p)))
			return true;
	}
	return false;
}

char *text_visible(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		gunichar character = g_utf8_get_char_validated(text, -1);

		if (character == (gunichar)-1 || character == (gunichar)-2) {
			g_string_append_printf(out, "\\x%02x", (unsigned char)*text++);
			continue;
		}
		if (character == '\n')
			g_string_append(out, "\\n");
		else if (character == '\t')
			g_string_append(out, "\\t");
		else if (character_is_hidden(character))
			g_string_append_printf(out, character < 0x10000 ? "\\u%04x" : "\\U%08x", character);
		else
			g_string_append_unichar(out, character);
		text = g_utf8_next_char(text);
	}
	return g_string_free(out, false);
}
