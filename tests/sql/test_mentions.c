/* Names that texts mention. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/mentions.h"

static const char letters[] = { [MENTION_RELATION] = 'r',
	[MENTION_TYPE] = 't',
	[MENTION_ROUTINE] = 'f',
	[MENTION_OPERATOR] = 'o',
	[MENTION_COLLATION] = 'c',
	[MENTION_OTHER] = 'x' };

/* The mentions as "r:t r:s.u": what is a word of SQL as well is among them. */
static void expect(enum mention_text how, const char *text, const char *expected)
{
	g_autoptr(GArray) mentions = mentions_of(text, how);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		g_string_append_printf(out, "%s%c:%.*s%s%.*s", i ? " " : "", letters[mention->as], (int)mention->schema.length,
			mention->schema.start, mention->schema.length ? "." : "", (int)mention->name.length, mention->name.start);
	}
	cr_assert_str_eq(out->str, expected, "%s: %s, expected %s", text, out->str, expected);
}

Test(mentions, relations)
{
	expect(MENTIONS_EXPRESSION, "SELECT a, b.c FROM t b, s.u JOIN ONLY v x ON (x.i = b.i), w",
		"x:b.c r:t r:s.u r:v x:x.i o:= x:b.i r:w");
	expect(MENTIONS_EXPRESSION, "SELECT 1 FROM ((a JOIN b USING (i)) CROSS JOIN LATERAL f(1) g(x, y))", "r:a r:b f:f");
	expect(MENTIONS_EXPRESSION,
		"WITH RECURSIVE w AS (SELECT 1 FROM t), x(i) AS MATERIALIZED (SELECT 1 FROM w) SELECT 1 FROM x, u",
		"r:t f:x f:MATERIALIZED r:u");
	expect(MENTIONS_EXPRESSION, "SELECT EXTRACT(year FROM d), (a IS DISTINCT FROM b) FROM t FOR UPDATE", "f:EXTRACT r:t");
	expect(MENTIONS_EXPRESSION, "INSERT INTO t (a, b) SELECT 1 FROM u", "r:t r:u");
	expect(MENTIONS_EXPRESSION, "DELETE FROM t USING u WHERE (t.i = u.i)", "r:t r:u x:t.i o:= x:u.i");
	expect(MENTIONS_EXPRESSION, "UPDATE t x SET a = 1 WHERE EXISTS (SELECT 1 FROM u)", "r:t o:= f:EXISTS r:u");
	expect(MENTIONS_EXPRESSION, "SELECT 1 FROM f() AS g(a integer, b mood)", "f:f t:integer t:mood");
	expect(MENTIONS_EXPRESSION, "SELECT a FROM t UNION SELECT a FROM u ORDER BY 1", "r:t r:u");
	/* no type is called so */
	expect(MENTIONS_TYPE, "..", "");
	expect(MENTIONS_TYPE, "s.=", "");
}

Test(mentions, expressions)
{
	expect(MENTIONS_EXPRESSION, "nextval('t_id_seq'::regclass)", "f:nextval r:t_id_seq t:regclass");
	expect(MENTIONS_EXPRESSION, "nextval('s.\"T id\"'::regclass)", "f:nextval r:s.\"T id\" t:regclass");
	expect(MENTIONS_EXPRESSION, "'{a}'::mood[]", "t:mood");
	expect(MENTIONS_EXPRESSION, "(x <> 'a'::s.mood)", "o:<> t:s.mood");
	expect(MENTIONS_EXPRESSION, "(a OPERATOR(s.+) b)", "o:s.+");
	expect(MENTIONS_EXPRESSION, "(a COLLATE german)", "c:german");
	expect(MENTIONS_EXPRESSION, "'FROM t'::text", "t:text");
}

Test(mentions, signatures)
{
	expect(MENTIONS_TYPE, "SETOF s.t", "t:s.t");
	expect(MENTIONS_TYPE, "TABLE(a mood, b character varying)", "t:mood t:character");
	expect(MENTIONS_TYPE, "mood[]", "t:mood");
	expect(MENTIONS_ARGUMENTS, "a mood, VARIADIC rest s.t[] DEFAULT ARRAY[f('x')]", "t:mood t:s.t f:f");
	expect(MENTIONS_ARGUMENTS, "mood ORDER BY integer", "t:mood t:integer");
	expect(MENTIONS_ROUTINE, "s.f(mood, integer)", "f:s.f t:mood t:integer");
	expect(MENTIONS_ROUTINE, "f", "f:f");
	expect(MENTIONS_OPERATOR, "<(mood,mood)", "o:< t:mood t:mood");
	expect(MENTIONS_OPERATOR, "s.=", "o:s.=");
	expect(MENTIONS_CAST, "(character varying as light)", "t:character t:light");
}

Test(mentions, broken_texts)
{
	static const char *const texts[] = { "", "(", ")", "SELECT FROM", "FROM (", "a.", "::", "a::", "COLLATE", "OPERATOR(",
		"WITH a AS (SELECT", "'x'::", "f(", "))((", "UPDATE", "JOIN JOIN", "'" };

	for (int how = MENTIONS_NONE; how <= MENTIONS_OTHER; how++)
		for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
			g_array_unref(mentions_of(texts[i], how));
}
