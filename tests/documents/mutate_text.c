/* Changes to a document at random: its text. */
#include "tests/documents/mutate.h"

#include <string.h>

enum { REPEAT_MAX = 2000 };

/* Bytes at which readers turn; a NUL is put in by itself. */
static const char *const pieces[] = {
	"&a ",
	"*a",
	"*a\n",
	"<<: *a\n",
	"!!binary ",
	"!!str",
	"!<x> ",
	"%YAML 1.1\n",
	"%TAG ! !\n",
	"---\n",
	"...\n",
	"? ",
	": ",
	":\n",
	"- ",
	"#",
	" #",
	"|",
	"|2-\n",
	">\n",
	"\"",
	"'",
	"{",
	"}",
	"[",
	"]",
	",",
	"\t",
	"\r",
	"\r\n",
	"\n",
	"\n\n",
	"  ",
	"\\",
	"\\u0000",
	"\\uD800",
	"\\x",
	"\xC3",
	"\xC0\x80",
	"\xED\xA0\x80",
	"\xFF",
	"\xF4\x90\x80\x80",
	"\xEF\xBB\xBF",
	"\xC2\x85",
	"\xE2\x80\xA8",
	"\x01",
	"\x7F",
	"<<<<<<< HEAD\n",
	"=======\n",
	">>>>>>> b\n",
	"~",
	"null",
	"{}",
	"[]",
	"@",
	"`",
};

static gsize line_at(const GString *text, gsize at)
{
	while (at && text->str[at - 1] != '\n')
		at--;
	return at;
}

static gsize line_length(const GString *text, gsize at)
{
	const char *end = memchr(text->str + at, '\n', text->len - at);

	return end ? (gsize)(end - text->str) - at + 1 : text->len - at;
}

void mutate_text(GRand *random, GString *text, GString *told)
{
	gsize at = mutate_below(random, (guint)text->len + 1), line = line_at(text, at), length = mutate_below(random, 40);
	g_autofree char *some = g_strndup(text->str + line, line_length(text, line));
	guint way = mutate_below(random, 9);

	g_string_append_printf(told, " bytes at %zu (%u),", at, way);
	switch (way) {
	case 0:
		g_string_erase(text, (gssize)at, (gssize)MIN(length, text->len - at));
		break;
	case 1:
	case 2:
		g_string_insert(
			text, (gssize)(mutate_below(random, 2) ? at : line), pieces[mutate_below(random, G_N_ELEMENTS(pieces))]);
		break;
	case 3:
		g_string_insert_c(text, (gssize)at, (char)mutate_below(random, 256));
		break;
	case 4:
		g_string_insert(text, (gssize)line, some);
		break;
	case 5:
		g_string_erase(text, (gssize)line, (gssize)strlen(some));
		break;
	case 6:
		g_string_insert(text, (gssize)line, mutate_below(random, 2) ? " " : "  ");
		break;
	case 7:
		g_string_truncate(text, at);
		break;
	default:
		for (guint count = mutate_below(random, 10) ? 2 : REPEAT_MAX; count; count--)
			g_string_insert(text, (gssize)line, some);
	}
}
