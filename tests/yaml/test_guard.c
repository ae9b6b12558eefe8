/* Documents that no schema is: refused, at once, with their place. */
#include "help.h"

#include <unistd.h>

#include "yaml/guard.h"
#include "yaml/source.h"

static char *repeated(const char *piece, size_t count)
{
	GString *text = g_string_new("schema s: {owner: ");

	while (count--)
		g_string_append(text, piece);
	return g_string_free(text, FALSE);
}

Test(guard, refuses)
{
	check_error("schema s: &x {}\n", "t.yaml:1:11: anchors are not allowed");
	check_error("schema s: *x\n", "t.yaml:1:11: aliases are not allowed");
	check_error("schema s: {owner: !!str b}\n", "t.yaml:1:19: tags are not allowed");
	check_error("schema s:\n  <<: {}\n", "t.yaml:2:3: merge keys are not allowed");
	check_error("%YAML 1.1\n---\na: b\n", "t.yaml:1:1: directives are not allowed");
	check_error("schema s: {}\n---\nschema t: {}\n", "t.yaml:2:1: a second document, expected one");
	check_error("schema s:\n  table a: {}\n  table b: {}\n  table a: {}\n",
		"t.yaml:4:3: duplicate key \"table a\", first at line 2");
	check_error("schema s:\n  table a:\n    columns:\n    - x: {type: integer, type: text}\n",
		"t.yaml:4:26: duplicate key \"type\", first at line 4");
	check_error("? [a]\n: b\n", "t.yaml:1:3: a list as a key, expected a name");
	check_error("- a\n", "t.yaml:1:1: the document is a list, expected a map of keys such as `schema public:`");
	check_error("hello\n", "t.yaml:1:1: the document is a text, expected a map of keys such as `schema public:`");
	check_error("schema s:\n  owner: \"a\\0b\"\n", "t.yaml:2:10: a text with a NUL character, which PostgreSQL cannot hold");
}

Test(guard, refuses_bytes)
{
	static const char nul[] = "schema s:\n  owner: a\0b\n";

	check_error("schema s:\n  owner: a\xE9z\n", "t.yaml:2:11: byte 0xE9 is not UTF-8");
	check_error("schema s:\n  owner: \xC0\xAF\n", "t.yaml:2:10: byte 0xC0 is not UTF-8");
	check_error("schema s:\n  owner: \xED\xA0\x80\n", "t.yaml:2:10: byte 0xED is not UTF-8");
	check_error("a\xC3", "t.yaml:1:2: byte 0xC3 is not UTF-8");
	check_error_n(nul, sizeof(nul) - 1,
		"t.yaml:2:11: character U+0000 cannot stand here as it is, expected an escape in double quotes");
	check_error("a: \x01", "t.yaml:1:4: character U+0001 cannot stand here as it is, expected an escape in double quotes");
	check_error_n("\xFF\xFE"
		      "a\0:\0",
		6, "t.yaml: is encoded in UTF-16 or UTF-32, expected UTF-8: save it in that encoding");
	check_error_n("\0a\0:\0\n", 6, "t.yaml: is encoded in UTF-16 or UTF-32, expected UTF-8: save it in that encoding");
	check_error("\xFF", "t.yaml:1:1: byte 0xFF is not UTF-8");
}

Test(guard, byte_order_mark_and_line_ends)
{
	check_written(
		"\xEF\xBB\xBFschema s:\r\n  description: |\r\n    a\r\n    b\r\n  owner: o\r\n  table t: {privileges: []}\r\n",
		"schema s:\n  description: |\n    a\n    b\n  owner: o\n  table t:\n    privileges: []\n");
}

Test(guard, tab_at_the_start_of_a_block)
{
	check_error("schema s:\n  owner:\n   \t- x\n",
		"t.yaml:3:4: while scanning for the next token: found character that cannot start any token; quote the text, or "
		"indent with blanks"
		" instead of tabs");
	check_error("schema s:\n  description: |\n\ta\n",
		"t.yaml:3:1: while scanning a block scalar: found a tab character where an indentation space is expected; where a "
		"text begins with a"
		" tab, write `|2` instead of `|`");
}

Test(guard, nesting, .timeout = 10)
{
	g_autofree char *lists = repeated("[", 200000), *maps = repeated("{a: ", 200000);

	check_error(lists, "t.yaml:1:49: nested more than 32 levels deep");
	check_error(maps, "t.yaml:1:139: nested more than 32 levels deep");
}

Test(guard, aliases, .timeout = 10)
{
	check_error("schema s:\n  owner: &a [x, x]\n  description: &b [*a, *a]\n", "t.yaml:2:10: anchors are not allowed");
}

Test(guard, large_scalars, .timeout = 20)
{
	g_autoptr(GString) text = g_string_new("schema s:\n  description: ");
	size_t start = text->len;

	g_string_set_size(text, start + GUARD_SCALAR_MAX + 1);
	memset(text->str + start, 'x', GUARD_SCALAR_MAX + 1);
	check_error_n(text->str, text->len, "t.yaml:2:16: text of more than 16 MB");
	g_string_truncate(text, 0);
	g_string_append(text, "? ");
	g_string_set_size(text, GUARD_KEY_MAX + 3);
	memset(text->str + 2, 'x', GUARD_KEY_MAX + 1);
	check_error_n(text->str, text->len, "t.yaml:1:3: key of 65537 bytes, expected at most 65536");
}

Test(guard, large_files, .timeout = 20)
{
	FILE *file = tmpfile();
	GError *error = NULL;

	cr_assert(file && ftruncate(fileno(file), 1L << 30) == 0);
	cr_assert_null(guard_new("t.yaml", file, &error));
	cr_assert_str_eq(error->message, "t.yaml: larger than the 256 MB that a document may have");
	g_error_free(error);
	fclose(file);
}
