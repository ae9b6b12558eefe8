/* Any text, as key or value, comes back from the parser as itself. */
#include "help.h"

#include "yaml/emit.h"
#include "yaml/guard.h"
#include "yaml/parse.h"
#include "yaml/scalar.h"

static void check_scalar(const char *text, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	scalar_write(out, text);
	cr_expect_str_eq(out->str, expected, "%s: found %s, expected %s", text, out->str, expected);
}

Test(scalar, plain)
{
	static const char *const plain[] = { "a", "film", "(c2 > 123)", "character varying(10)", "nextval('s'::regclass)",
		"schema public", "1 day", "<(integer)", "a=b", "$1", "public.f()", "Größe", "a#b", "/x", "no one", "numeric(5,2)",
		"FROM (1) TO (10)", "λ", "_1", NULL };

	for (size_t i = 0; plain[i]; i++)
		check_scalar(plain[i], plain[i]);
}

Test(scalar, quoted)
{
	static const char *const quoted[] = { "", "y", "Y", "n", "yes", "No", "ON", "off", "true", "FALSE", "null", "Null", "~",
		"=", "<<", "1", "-1", "+1", "1.0", "1e3", "0x1F", "0o17", "0b11", "1_000", "010", ".5", "-.5", ".inf", "-.INF",
		".NaN", "2020-01-01", "2001-12-14 21:59:43.10 -5", "1:30", "190:20:30", "12:30:45", "- a", "-a", "? a", ": a", "[a",
		"]a", "{a", "}a", ",a", "#a", "&a", "*a", "!a", "|", ">", "'a'", "%a", "@a", "`a", "a: b", "a:", "a #b", " a", "a ",
		"---", "...", "... a", NULL };

	for (size_t i = 0; quoted[i]; i++) {
		g_autofree char *expected = g_strdup_printf("\"%s\"", quoted[i]);
		check_scalar(quoted[i], expected);
	}
	check_scalar("\"a\\", "\"\\\"a\\\\\"");
	check_scalar("a\tb\nc\rd\x01\x7f", "\"a\\tb\\nc\\rd\\x01\\x7F\"");
	check_scalar("\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF\xEF\xBF\xBE", "\"\\x85\\u2028\\uFEFF\\uFFFE\"");
	check_scalar("\xF0\x9F\x90\x98", "\xF0\x9F\x90\x98");
}

Test(scalar, numbers)
{
	static const char *const numbers[] = { "0", "-1", "12", "7.5", "9223372036854775807", "1.50", NULL };
	static const char *const others[] = { "", "-", "01", "1.", ".5", "1e3", "0x1", "-0", "1 ", "+1", "1_0", "00", NULL };

	for (size_t i = 0; numbers[i]; i++)
		cr_expect(scalar_is_number(numbers[i]), "%s", numbers[i]);
	for (size_t i = 0; others[i]; i++)
		cr_expect_not(scalar_is_number(others[i]), "%s", others[i]);
}

Test(scalar, blocks)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "a", "|-\n  a\n" },
		{ "a\n", "|\n  a\n" },
		{ "a\n\n", "|+\n  a\n\n" },
		{ " a\nb", "|2-\n   a\n  b\n" },
		{ "\n\ta", "|2-\n\n  \ta\n" },
		{ "\ta", "|2-\n  \ta\n" },
		{ "a \n\nb\t\n", "|\n  a \n\n  b\t\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		cr_assert(scalar_fits_block(cases[i].text));
		scalar_write_block(out, cases[i].text, 2);
		cr_expect_str_eq(out->str, cases[i].expected);
	}
	cr_expect_not(scalar_fits_block(" \n"));
	cr_expect_not(scalar_fits_block("a\rb"));
	cr_expect_not(scalar_fits_block("a\xE2\x80\xA8"));
}

/* What went wrong for somebody, somewhere. */
static const char *const pieces[] = {
	"a",
	"b",
	"Z",
	"1",
	"0",
	".",
	"-",
	"+",
	":",
	": ",
	" #",
	"#",
	" ",
	"  ",
	"\t",
	"\n",
	"\n\n",
	"\n ",
	"\n\t",
	" \n",
	"\r",
	"\r\n",
	"'",
	"''",
	"\"",
	"\\",
	"\\n",
	"%",
	"@",
	"`",
	"|",
	">",
	"&",
	"*",
	"!",
	"[",
	"]",
	"{",
	"}",
	",",
	"?",
	"? ",
	"- ",
	"---",
	"...",
	"~",
	"null",
	"yes",
	"no",
	"true",
	"1e3",
	"0x",
	"<<",
	"=",
	"é",
	"ß",
	"漢",
	"\xF0\x9F\x90\x98",
	"\xC2\x85",
	"\xC2\xA0",
	"\xE2\x80\xA8",
	"\xE2\x80\xA9",
	"\xEF\xBB\xBF",
	"\xEF\xBF\xBE",
	"\xEF\xBF\xBF",
	"\x01",
	"\x1B",
	"\x7F",
	"\xC2\x80",
	"--",
	"$$",
	"_",
	"\xF4\x8F\xBF\xBF",
	"%YAML",
	"\v",
	"\f",
	"\b",
};

/* A text of some of the pieces. */
static char *nasty(GRand *random)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int count = g_rand_int_range(random, 0, g_rand_int_range(random, 1, 12));

	for (int i = 0; i < count; i++)
		g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	return g_strdup(text->str);
}

/* A map of nasty keys to nasty texts, in lists and maps at several depths. */
static struct node *nasty_map(GRand *random, struct arena *arena, int depth)
{
	struct node *map = node_new(arena, NODE_MAP);

	for (int i = 0; i < 12; i++) {
		g_autofree char *key = nasty(random), *text = nasty(random);
		struct node *value = node_scalar(arena, g_rand_boolean(random) ? NODE_BLOCK : NODE_QUOTED, text);

		if (node_get(map, key))
			continue;
		if (depth && i == 5)
			value = nasty_map(random, arena, depth - 1);
		if (depth && i == 7) {
			struct node *list = node_new(arena, NODE_LIST);
			node_add(arena, list, NULL, value);
			node_add(arena, list, NULL, nasty_map(random, arena, depth - 1));
			value = list;
		}
		node_add(arena, map, key, value);
	}
	return map;
}

static void check_same(const struct node *have, const struct node *want)
{
	cr_assert_eq(have->type, want->type);
	cr_assert_eq(have->count, want->count);
	if (want->type == NODE_SCALAR) {
		cr_assert_str_eq(have->text, want->text);
		cr_assert(have->style == NODE_QUOTED || scalar_is_plain(have->text));
	}
	const struct node *item = have->first;
	for (const struct node *child = want->first; child; child = child->next, item = item ? item->next : NULL)
		check_same(child->key ? node_get(have, child->key) : item, child);
}

Test(scalar, random_pairs_round_trip)
{
	GRand *random = g_rand_new_with_seed(20240229);
	struct arena *arena = arena_new();

	for (int i = 0; i < 1500; i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		struct node *map = nasty_map(random, arena, 2);
		GError *error = NULL;

		map->key = "top";
		emit_entry(out, map, 0);
		FILE *file = fmemopen(out->str, out->len, "r");
		struct guard *guard = guard_new("t", file, NULL);
		struct guard_event event;
		cr_assert(guard_next(guard, &event, &error) && event.type == GUARD_MAP);
		cr_assert(guard_next(guard, &event, &error) && event.type == GUARD_KEY);
		struct node *back = parse_value(guard, arena, &event, &error);
		cr_assert(back, "%s in:\n%s", error ? error->message : "", out->str);
		check_same(back, map);
		guard_free(guard);
		fclose(file);
		arena_reset(arena);
	}
	arena_free(arena);
	g_rand_free(random);
}

Test(scalar, long_keys_are_explicit)
{
	g_autofree char *args = g_strnfill(1500, 'x');
	g_autofree char *text = g_strdup_printf(
		"schema s:\n  ? function f(%s)\n  :\n    language: sql\n    owner: o\n    privileges: []\n    returns: integer\n  "
		"  source: |-\n      SELECT 1\n  owner: o\n",
		args);

	check_written(text, text);
}
