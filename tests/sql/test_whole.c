/* Tests which texts are one piece of SQL, and which break out of the place that is meant for them. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/whole.h"

static void expect_whole(enum fragment fragment, const char *text)
{
	g_autofree char *problem = fragment_problem(fragment, text);

	cr_assert_null(problem, "%s: %s", text, problem);
}

static void expect_broken(enum fragment fragment, const char *text, const char *part)
{
	g_autofree char *problem = fragment_problem(fragment, text);

	cr_assert_not_null(problem, "%s is taken for whole", text);
	cr_assert(strstr(problem, part), "%s: %s, and not %s", text, problem, part);
}

/* Whatever the fragment. */
static void expect_never(const char *text, const char *part)
{
	for (int fragment = FRAGMENT_EXPRESSION; fragment <= FRAGMENT_ARGUMENTS; fragment++)
		expect_broken((enum fragment)fragment, text, part);
}

Test(sql, whole_anything)
{
	expect_never("a \\! touch x", "backslash");
	expect_never("a; b", "semicolon");
	expect_never("a); b (", "closes a bracket");
	expect_never("a)", "closes a bracket");
	expect_never("f(a]", "\"]\" where \"(\" is open");
	expect_never("f(a", "\")\" is missing");
	expect_never("f(a /* )", "comment");
	expect_never("a -- b", "ends in a comment");
	expect_never("a -- b\n", "ends in a comment");
	expect_never("a $x$ b", "dollar");
	expect_never("\"a", "quoted identifier");
	expect_never("a \x01 b", "control character outside quotes, \\x01");
	expect_never("a \x7F b", "control character outside quotes, \\x7F");
	/* amid a statement the mark belongs to a word, and this is no string with escapes */
	expect_broken(FRAGMENT_EXPRESSION,
		"\xEF\xBB\xBF"
		"E'\\'; DROP TABLE t; --'",
		"semicolon");
}

Test(sql, whole_expression)
{
	expect_whole(FRAGMENT_EXPRESSION, "1");
	expect_whole(FRAGMENT_EXPRESSION, "'a; \\! b, c)'::text");
	expect_whole(FRAGMENT_EXPRESSION, "CASE WHEN a IS NOT NULL THEN b[1] ELSE coalesce(c, d) END COLLATE pg_catalog.\"C\"");
	expect_whole(FRAGMENT_EXPRESSION, "(now() AT TIME ZONE 'utc'::text)");
	expect_whole(FRAGMENT_EXPRESSION, "CAST(a AS text) || \"check\"");
	expect_whole(FRAGMENT_EXPRESSION, "a -- why\n + 1");
	expect_broken(FRAGMENT_EXPRESSION, "1, DROP COLUMN secret", "comma");
	expect_broken(FRAGMENT_EXPRESSION, "1 NOT NULL", "key word NULL");
	expect_broken(FRAGMENT_EXPRESSION, "1 CHECK (a)", "key word CHECK");
	expect_broken(FRAGMENT_EXPRESSION, "1 references t", "key word references");
	expect_broken(FRAGMENT_EXPRESSION, "1 GENERATED ALWAYS AS (a) STORED", "key word AS");
}

Test(sql, whole_name)
{
	static const char *const types[] = { "integer", "numeric(10,2)", "character varying(3)[]", "timestamp(3) without time zone",
		"time with time zone", "interval day to second(3)", "double precision", "bit varying", "public.\"odd, type\"",
		"SETOF public.t", "TABLE(a integer, b text)", "national character varying(3)", "integer ARRAY[3]",
		"public.t.a%TYPE", "public.f(integer, text)", "interval hour to minute" };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		expect_whole(FRAGMENT_NAME, types[i]);
	expect_broken(FRAGMENT_NAME, "integer, evil text", "comma");
	expect_broken(FRAGMENT_NAME, "integer PRIMARY KEY", "PRIMARY behind the name");
	expect_broken(FRAGMENT_NAME, "integer USING f(a)", "USING behind the name");
	expect_broken(FRAGMENT_NAME, "integer \"x\"", "behind the name");
	expect_broken(FRAGMENT_NAME, "integer AS 'x'", "behind the name");
	expect_broken(FRAGMENT_NAME, "integer 'x'", "constant");
	expect_broken(FRAGMENT_NAME, "numeric(1) SECURITY DEFINER", "SECURITY behind the name");
}

Test(sql, whole_operator)
{
	expect_whole(FRAGMENT_OPERATOR, "===");
	expect_whole(FRAGMENT_OPERATOR, "public.<@");
	expect_whole(FRAGMENT_OPERATOR, "\"Odd\".+");
	expect_broken(FRAGMENT_OPERATOR, "= ) x", "operator");
	expect_broken(FRAGMENT_OPERATOR, "a b.+", "operator");
	expect_broken(FRAGMENT_OPERATOR, "+ +", "operator");
}

Test(sql, whole_others)
{
	expect_whole(FRAGMENT_CLAUSE, "FOR VALUES IN (1, 2)");
	expect_broken(FRAGMENT_CLAUSE, "FOR VALUES IN (1), DROP COLUMN a", "comma");
	expect_whole(FRAGMENT_LIST, "a = 'b', \"C\" = d");
	expect_whole(FRAGMENT_ARGUMENTS,
		"a integer, b text DEFAULT 'x' COLLATE \"C\", VARIADIC c text[] = a b c, national character varying");
	expect_whole(FRAGMENT_ARGUMENTS,
		"IN a timestamp with time zone, double precision, d interval day to second, OUT e s.t, f t.a%TYPE");
	expect_whole(FRAGMENT_ARGUMENTS, "VARIADIC \"any\" ORDER BY VARIADIC \"any\", a int ARRAY, NONE");
	expect_broken(FRAGMENT_ARGUMENTS, "integer, inttab character where an, text", "has where behind a type");
	expect_broken(FRAGMENT_ARGUMENTS, "a time zone", "has zone behind a type");
	expect_whole(FRAGMENT_QUERY, "SELECT a, b FROM t;\n");
	expect_broken(FRAGMENT_QUERY, "SELECT 1; SELECT 2;", "semicolon");
	expect_whole(FRAGMENT_ACTIONS, "( DELETE FROM a; DELETE FROM b; )");
	expect_broken(FRAGMENT_ACTIONS, "DELETE FROM a; DELETE FROM b", "semicolon");
	expect_whole(FRAGMENT_BODY, "RETURN a");
	expect_whole(FRAGMENT_BODY, "BEGIN ATOMIC\n SELECT CASE WHEN a THEN 1 END;\n SELECT 2;\nEND");
	expect_broken(FRAGMENT_BODY, "BEGIN ATOMIC SELECT 1; END; DROP TABLE t", "more follows");
	expect_broken(FRAGMENT_BODY, "RETURN 1; DROP TABLE t", "more follows");
	expect_broken(FRAGMENT_BODY, "BEGIN ATOMIC SELECT 1;", "psql");
	expect_whole(FRAGMENT_NONE, "'; \\! anything");
}

Test(sql, whole_statement)
{
	g_autofree char *good = statement_problem("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT begin FROM t; END");
	g_autofree char *two = statement_problem("SELECT 1; SELECT 2");
	g_autofree char *final = statement_problem("SELECT 1;");
	g_autofree char *none = statement_problem(" -- a\n");
	g_autofree char *hidden = statement_problem("SELECT 1 -- a");

	cr_assert_null(good, "%s", good);
	cr_assert_str_eq(two, "ends at a semicolon outside quotes, and more follows");
	cr_assert_not_null(final);
	cr_assert_not_null(none);
	cr_assert_not_null(hidden);
}
