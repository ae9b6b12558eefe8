/* Texts that differ in wording alone, and texts that do not. */
#include <criterion/criterion.h>

#include "sql/wording.h"

static void expect(const char *a, const char *b, bool alike)
{
	cr_assert_eq(wording_alike(a, b), alike, "%s, %s", a, b);
	cr_assert_eq(wording_alike(b, a), alike, "%s, %s", b, a);
}

Test(wording, alike)
{
	expect("((a > 1) AND b)", "a > 1 and b", true);
	expect("SELECT t.a, 'x' FROM s.t", "SELECT a, 'x'::text FROM s.t", true);
	expect("(t.json <> 'a'::character varying(3)[])", "(\"json\" <> 'a')", true);
	expect("a::timestamp(3) without time zone < b", "a < b", true);
	expect("f(1)  /* one */", "f (1)", true);
	expect("a::s.\"T x\"", "a", true);
	expect("", "", true);
}

Test(wording, different)
{
	expect("a > 1", "a > 2", false);
	expect("a > 'b'", "a > b", false);
	expect("a AND b", "a OR b", false);
	expect("EXTRACT(year FROM a)", "date_part('year'::text, a)", false);
	expect("a", "a, b", false);
	expect("\"A\"", "a", false);
	expect("a::", "", false);
	expect("f(", "g(", false);
}
