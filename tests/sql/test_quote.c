/* Tests that names and values are quoted as PostgreSQL reads them, and no more than needed. */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "sql/keywords.h"
#include "sql/quote.h"

struct pair {
	const char *given;
	const char *expected;
};

static void expect(const char *got, const char *expected, const char *given)
{
	cr_assert_str_eq(got, expected, "%s gives %s, not %s", given, got, expected);
}

Test(sql, keywords_of_every_version)
{
	static const char *const reserved[] = {
		"all",
		"between",
		"json",
		"merge_action",
		"natural",
		"none",
		"select",
		"system_user",
		"table",
		"user",
		"verbose",
		"when",
		"window",
		"with",
		"xmlattributes",
		"xmltable",
	};
	static const char *const free_words[] = {
		"",
		"a",
		"abort",
		"begin",
		"name",
		"period",
		"type",
		"virtual",
		"zone",
		"zzz",
		"SELECT",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
		cr_assert(keyword_is_reserved_for_names(reserved[i]), "%s is reserved", reserved[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(free_words); i++)
		cr_assert(!keyword_is_reserved_for_names(free_words[i]), "%s is not reserved", free_words[i]);
}

Test(sql, identifier)
{
	static const struct pair pairs[] = {
		{ "a", "a" },
		{ "_a1$", "\"_a1$\"" },
		{ "name", "name" },
		{ "select", "\"select\"" },
		{ "json", "\"json\"" },
		{ "Select", "\"Select\"" },
		{ "1a", "\"1a\"" },
		{ "$a", "\"$a\"" },
		{ "", "\"\"" },
		{ "a b", "\"a b\"" },
		{ "a\"b", "\"a\"\"b\"" },
		{ "\"", "\"\"\"\"" },
		{ "gr\xC3\xBC\xC3\x9F", "\"gr\xC3\xBC\xC3\x9F\"" },
		{ "a.b", "\"a.b\"" },
		{ "a;--", "\"a;--\"" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *quoted = quote_identifier_dup(pairs[i].given);
		char *back = quote_unquote_identifier(quoted, strlen(quoted));

		expect(quoted, pairs[i].expected, pairs[i].given);
		expect(back, pairs[i].given, quoted);
		cr_assert_eq(quote_needed(pairs[i].given), quoted[0] == '"', "quote_needed() disagrees about %s", pairs[i].given);
		g_free(back);
		g_free(quoted);
	}
}

Test(sql, unquote)
{
	static const struct pair pairs[] = {
		{ "\"Ab\"\"c\"", "Ab\"c" },
		{ "Abc", "abc" },
		{ "", "" },
		{ "\"\"", "" },
		{ "\"\"\"\"", "\"" },
		{ "\"open", "open" },
		{ "\xC3\x9CX", "\xC3\x9Cx" },
	};
	char *part;

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *name = quote_unquote_identifier(pairs[i].given, strlen(pairs[i].given));

		expect(name, pairs[i].expected, pairs[i].given);
		g_free(name);
	}
	part = quote_unquote_identifier("ABC", 2);
	expect(part, "ab", "the first two bytes of ABC");
	g_free(part);
}

Test(sql, qualified_and_literal)
{
	GString *out = g_string_new("");

	quote_qualified(out, "My", "t");
	g_string_append_c(out, ' ');
	quote_qualified(out, NULL, "table");
	expect(out->str, "\"My\".t \"table\"", "two qualified names");

	g_string_truncate(out, 0);
	quote_literal(out, "it's a \\ ''");
	quote_literal(out, "");
	expect(out->str, "'it''s a \\ '''''''", "two literals");
	g_string_free(out, TRUE);
}

Test(sql, dollar)
{
	static const struct pair pairs[] = {
		{ "", "$$$$" },
		{ "a", "$$a$$" },
		{ "$1", "$$$1$$" },
		{ "a$$b", "$_$a$$b$_$" },
		{ "a$", "$_$a$$_$" },
		{ "a$$ $_$", "$a1$a$$ $_$$a1$" },
		{ "$$ $_", "$a1$$$ $_$a1$" },
		{ "$$ $_$ $a1", "$a2$$$ $_$ $a1$a2$" },
		{ "$$ $_$ $a1$ $a2$", "$a3$$$ $_$ $a1$ $a2$$a3$" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		GString *out = g_string_new("");

		quote_dollar(out, pairs[i].given);
		expect(out->str, pairs[i].expected, pairs[i].given);
		g_string_free(out, TRUE);
	}
}

Test(sql, format)
{
	GString *out = g_string_new("");

	quote_format(out, "%I.%I = %L %% %D %s %d", "a", "B", "c'd", "e$", "now()", -7);
	expect(out->str, "a.\"B\" = 'c''d' % $_$e$$_$ now() -7", "the format");
	quote_format(out, "");
	quote_format(out, "%%");
	cr_assert_eq(out->str[out->len - 1], '%', "the last byte is a percent");
	g_string_free(out, TRUE);
}

Test(sql, format_unknown_conversion, .signal = SIGABRT)
{
	GString *out = g_string_new("");

	quote_format(out, "%x", 1);
}

Test(sql, format_cut_conversion, .signal = SIGABRT)
{
	GString *out = g_string_new("");

	quote_format(out, "a%");
}
