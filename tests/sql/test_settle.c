/* Expressions at their fixed point. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/settle.h"

static void expect(const char *text, const char *expected)
{
	g_autofree char *settled = settle_expression(text), *again = settled ? settle_expression(settled) : NULL;

	cr_assert_str_eq(settled ? settled : text, expected, "%s: %s", text, settled ? settled : "unchanged");
	cr_assert(!again, "%s settles only at the second time: %s", text, again);
}

Test(settle, array_cast)
{
	expect("((v)::text = ANY ((ARRAY['a'::character varying, 'b,('::character varying])::text[]))",
	       "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b,('::character varying)::text]))");
	expect("(ARRAY[f(1, 2)])::s.\"T x\"(3)[]", "ARRAY[(f(1, 2))::s.\"T x\"(3)]");
	expect("(ARRAY[now()])::timestamp(3) without time zone[]", "ARRAY[(now())::timestamp(3) without time zone]");
	expect("(ARRAY[(ARRAY[1])::text[]])::text[]", "ARRAY[(ARRAY[(1)::text])::text]");
}

Test(settle, unchanged)
{
	expect("(v = ANY (ARRAY['a'::text, 'b'::text]))", "(v = ANY (ARRAY['a'::text, 'b'::text]))");
	expect("'(ARRAY[1])::text[]'::text", "'(ARRAY[1])::text[]'::text");
	expect("(ARRAY[1])::text", "(ARRAY[1])::text");
	expect("(ARRAY[1", "(ARRAY[1");
	expect("", "");
}
