/* Parentheses that mean nothing, and parentheses that do. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/parentheses.h"

static void expect(const char *a, const char *b, bool same)
{
	g_autofree char *first = parentheses_settle(a), *second = parentheses_settle(b);

	cr_assert_eq(g_str_equal(first, second), same, "%s\n%s", first, second);
}

Test(parentheses, needless)
{
	expect("SELECT a FROM t WHERE ((a > 1) AND ((b)::text = 'x'::text))", "SELECT a FROM t WHERE a > 1 AND b::text = 'x'::text",
		true);
	expect("SELECT (a || '!'::text) AS b, (c -> 'd') AS e FROM t", "SELECT a || '!'::text AS b,\n  c -> 'd' AS e\n FROM t",
		true);
	expect("SELECT x FROM ((a JOIN b ON ((a.i = b.i))) LEFT JOIN c ON ((c.i = a.i)))",
		"SELECT x FROM a JOIN b ON a.i = b.i LEFT JOIN c ON c.i = a.i", true);
	expect("SELECT (p OPERATOR(s.+) q) AS r FROM t WHERE (p OPERATOR(s.=) (1)::s.n)",
		"SELECT p OPERATOR(s.+) q AS r FROM t WHERE p OPERATOR(s.=) 1::s.n", true);
	expect("CASE WHEN (a IS NULL) THEN (b + 1) ELSE (- c) END", "CASE WHEN a IS NULL THEN b + 1 ELSE - c END", true);
	expect("SELECT DISTINCT (f())::s.d, (NULL::timestamp with time zone)::s.e",
		"SELECT DISTINCT f()::s.d, NULL::timestamp with time zone::s.e", true);
	expect("(a AND (b AND c))", "a AND b AND c", true);
	expect("((a * b) + c)", "a * b + c", true);
	expect("((at AT TIME ZONE 'UTC'::text))::date", "(at AT TIME ZONE 'UTC'::text)::date", true);
	expect("(( SELECT max(b) FROM t))", "( SELECT max(b) FROM t)", true);
}

Test(parentheses, needed)
{
	expect("(a OR b) AND c", "a OR b AND c", false);
	expect("a - (b - c)", "a - b - c", false);
	expect("(a + b) * c", "a + b * c", false);
	expect("NOT (a AND b)", "NOT a AND b", false);
	expect("(a = b) = c", "a = b = c", false);
	expect("(a || b)::text", "a || b::text", false);
	expect("(- 1)::text", "- 1::text", false);
	expect("(t).a", "t.a", false);
	expect("(a IS NULL) = b", "a IS NULL = b", false);
	expect("SELECT 1 FROM a JOIN (b JOIN c ON d) ON e", "SELECT 1 FROM a JOIN b JOIN c ON d ON e", false);
	expect("SELECT 1 FROM (a JOIN b ON c) d", "SELECT 1 FROM a JOIN b ON c d", false);
	expect("SELECT DISTINCT ON (a) b", "SELECT DISTINCT ON a b", false);
	expect("x IN (a)", "x IN a", false);
	expect("f(a)", "f a", false);
	expect("(a, b) = c", "a, b = c", false);
	expect("SELECT a FROM t ORDER BY (1)", "SELECT a FROM t ORDER BY 1", false);
	expect("x IS DISTINCT FROM (a OR b)", "x IS DISTINCT FROM a OR b", false);
}

Test(parentheses, broken_texts)
{
	expect("(((", "(((", true);
	expect(")a(", ")a(", true);
	expect("", "", true);
	expect("(a", "a", false);
	expect("'(' || (a", "'(' || a", false);
}
