/* Tests the lexer's token borders against PostgreSQL's lexical rules. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* One letter for every type, in the enumeration's order, to write expectations with. */
static const char letters[] = ".scwqsn$opE";

/*
 * Writes the tokens of a text as "w<select> n<1>", without space. The text
 * is copied to a block of its very size, so that the address sanitizer sees
 * any read past it.
 */
static char *describe(const char *text, size_t length)
{
	char *copy = g_memdup2(text, length);
	GString *out = g_string_new("");
	GString *joined = g_string_new("");
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, copy, length);
	while ((token = lexer_next(&lexer)).type != TOKEN_END) {
		cr_assert_gt(token.length, 0, "an empty token in %s", text);
		g_string_append_len(joined, token.start, (gssize)token.length);
		if (token.type == TOKEN_SPACE)
			continue;
		g_string_append_printf(
			out, "%s%c<%.*s>", out->len > 0 ? " " : "", letters[token.type], (int)token.length, token.start);
	}
	cr_assert(joined->len == length && memcmp(joined->str, text, length) == 0, "the tokens of %s are not the text", text);
	cr_assert_eq(lexer_next(&lexer).type, TOKEN_END, "the end is not for ever");
	g_string_free(joined, TRUE);
	g_free(copy);
	return g_string_free(out, FALSE);
}

static void expect(const char *text, const char *expected)
{
	char *got = describe(text, strlen(text));

	cr_assert_str_eq(got, expected, "%s is %s, not %s", text, got, expected);
	g_free(got);
}

Test(sql, words)
{
	expect("", "");
	expect(" \t\r\n\f\v", "");
	expect("select A$1_b", "w<select> w<A$1_b>");
	expect("\xC3\xA4z", "w<\xC3\xA4z>");
	expect("\xEF\xBB\xBF"
	       "E'\\' \xEF\xBB\xBF",
		"w<\xEF\xBB\xBF"
		"E> s<'\\'> w<\xEF\xBB\xBF>");
	expect("e b x n u u& u&a", "w<e> w<b> w<x> w<n> w<u> w<u> o<&> w<u> o<&> w<a>");
	expect("\"a\"\"b\"\"\"c", "q<\"a\"\"b\"\"\"> w<c>");
	expect("U&\"a\"\"b\" u&\"\"", "q<U&\"a\"\"b\"> q<u&\"\">");
	expect("\"a\\\"b", "q<\"a\\\"> w<b>");
}

Test(sql, strings)
{
	expect("'a''b' ''", "s<'a''b'> s<''>");
	expect("'a\\' b", "s<'a\\'> w<b>");
	expect("E'a\\'b''\\\\' e'\\n'", "s<E'a\\'b''\\\\'> s<e'\\n'>");
	expect("B'01' x'1F' N'a' U&'\\0041''' fe'a'", "s<B'01'> s<x'1F'> s<N'a'> s<U&'\\0041'''> w<fe> s<'a'>");
	expect("X'1''2' B'", "s<X'1'> s<'2'> E<B'>");
	expect("U&'a' UESCAPE '!'", "s<U&'a'> w<UESCAPE> s<'!'>");
}

Test(sql, string_continuations)
{
	expect("'a'\n 'b\\' c", "s<'a'> s<'b\\'> w<c>");
	expect("E'a'\n 'b\\'c'", "s<E'a'> s<'b\\'c'>");
	expect("E'a' -- x'\n 'b\\'c'\r'\\''", "s<E'a'> c<-- x'> s<'b\\'c'> s<'\\''>");
	expect("E'a' 'b\\' c", "s<E'a'> s<'b\\'> w<c>");
	expect("E'a'\n, 'b\\'", "s<E'a'> p<,> s<'b\\'>");
	expect("E'a'\n N'b\\'", "s<E'a'> s<N'b\\'>");
}

Test(sql, dollars)
{
	expect("$$a$b$$c", "s<$$a$b$$> w<c>");
	expect("$_1$ $$ $_$ $_1$", "s<$_1$ $$ $_$ $_1$>");
	expect("$a$$a$$a$", "s<$a$$a$> E<$a$>");
	expect("$a$ $A$ $b$a$", "s<$a$ $A$ $b$a$>");
	expect("a$b$ c$$", "w<a$b$> w<c$$>");
	expect("$1 $23a $ $x y", "$<$1> $<$23> w<a> p<$> p<$> w<x> w<y>");
	expect("$\xC3\xA4$ $\xC3\xA4$", "s<$\xC3\xA4$ $\xC3\xA4$>");
	expect("$$", "E<$$>");
}

Test(sql, comments)
{
	expect("--a\nb--", "c<--a> w<b> c<-->");
	expect("--a\rb", "c<--a> w<b>");
	expect("/*a/*b*/'c*/d", "c</*a/*b*/'c*/> w<d>");
	expect("/**/a/***/b/*/**/*/c", "c</**/> w<a> c</***/> w<b> c</*/**/*/> w<c>");
	expect("/*/ */a", "c</*/ */> w<a>");
}

Test(sql, numbers)
{
	expect("0 12 1.5 1. .5 1e5 1.E-5 .5e+1", "n<0> n<12> n<1.5> n<1.> n<.5> n<1e5> n<1.E-5> n<.5e+1>");
	expect("1..2 a.1 1...2", "n<1> o<..> n<2> w<a> n<.1> n<1> o<..> n<.2>");
	expect("0x1F 0XffG 0b1 0o7 0x_1_F", "n<0x1F> n<0Xff> w<G> n<0b1> n<0o7> n<0x_1_F>");
	expect("1_000 1__0 1_ 1_0.5_0e1_0", "n<1_000> n<1> w<__0> n<1> w<_> n<1_0.5_0e1_0>");
	expect("1e 1e+ 0x 1a", "n<1> w<e> n<1> w<e> o<+> n<0> w<x> n<1> w<a>");
	expect("-1", "o<-> n<1>");
}

Test(sql, operators)
{
	expect("a=-1 a@-1 +- *-+ <>", "w<a> o<=> o<-> n<1> w<a> o<@-> n<1> o<+> o<-> o<*> o<-> o<+> o<<>>");
	expect("->> #>> || && ~* !~~* <= >= != => ?| |/",
		"o<->>> o<#>>> o<||> o<&&> o<~*> o<!~~*> o<<=> o<>=> o<!=> o<=>> o<?|> o<|/>");
	expect("a*/*b*/c", "w<a> o<*> c</*b*/> w<c>");
	expect("@--x\n@/*x*/+", "o<@> c<--x> o<@> c</*x*/> o<+>");
	expect("+--x", "o<+> c<--x>");
	expect("a::b:=c:d .. : :::", "w<a> o<::> w<b> o<:=> w<c> p<:> w<d> o<..> p<:> o<::> p<:>");
	expect("(a,b)[1];t.*", "p<(> w<a> p<,> w<b> p<)> p<[> n<1> p<]> p<;> w<t> p<.> o<*>");
	expect("\\d {}", "p<\\> w<d> p<{> p<}>");
}

Test(sql, errors)
{
	static const char *const texts[] = {
		"'a",
		"'a''",
		"E'a\\'",
		"E'a\\",
		"B'",
		"U&'a",
		"\"a",
		"U&\"a",
		"$a$ $b$",
		"$a$a$",
		"/* /* */",
		"/*",
		"/*/",
		"N'",
		"''''a'",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct lexer lexer;
		struct token token;
		char *got = describe(texts[i], strlen(texts[i]));

		cr_assert_not_null(strstr(got, "E<"), "%s is %s", texts[i], got);
		g_free(got);
		lexer_init(&lexer, texts[i], strlen(texts[i]));
		while ((token = lexer_next(&lexer)).type != TOKEN_ERROR)
			cr_assert_null(token_error(&token), "no error in %s", texts[i]);
		cr_assert_not_null(token_error(&token), "%s is not said", texts[i]);
		cr_assert_eq(token.start + token.length, lexer.end, "the error does not run to the end of %s", texts[i]);
	}
	g_free(describe("a\0b", 3));
}

static struct token first(const char *text)
{
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	return lexer_next_significant(&lexer);
}

Test(sql, token_is)
{
	static const struct {
		const char *text;
		const char *other;
		bool same;
	} cases[] = {
		{ "SeLect", "select", true },
		{ " /**/ --\n a", "A", true },
		{ "select", "selec", false },
		{ "selec", "select", false },
		{ "\"select\"", "select", false },
		{ "'a'", "'a'", false },
		{ "(", "(", true },
		{ "::", "::", true },
		{ "::", ":", false },
		{ ":", "::", false },
		{ "", "", false },
		{ "1", "1", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct token token = first(cases[i].text);

		cr_assert_eq(token_is(&token, cases[i].other), cases[i].same, "%s and %s", cases[i].text, cases[i].other);
	}
}

Test(sql, token_name)
{
	static const char *const pairs[][2] = {
		{ "AbC", "abc" },
		{ "\"Ab\"\"c\"", "Ab\"c" },
		{ "\"a\\0041\"", "a\\0041" },
		{ "U&\"d\\0061t\\+000061\"", "data" },
		{ "u&\"\\0441\\043B\\\\\"\"\"", "\xD1\x81\xD0\xBB\\\"" },
		{ "U&\"\\D83D\\DE00\"", "\xF0\x9F\x98\x80" },
		{ "U&\"\\D83Dx\\0000\\12\\\"", "\\D83Dx\\0000\\12\\" },
		{ "U&\"\\+110000\"", "\\+110000" },
		{ "'a'", NULL },
		{ "1", NULL },
		{ "\"a", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		struct token token = first(pairs[i][0]);
		char *name = token_name(&token);

		cr_assert(g_strcmp0(name, pairs[i][1]) == 0, "%s gives %s, not %s", pairs[i][0], name != NULL ? name : "NULL",
			pairs[i][1] != NULL ? pairs[i][1] : "NULL");
		g_free(name);
	}
}
