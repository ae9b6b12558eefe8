/* Expressions at their fixed point. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/settle.h"
#include "sql/settle_names.h"
#include "sql/settle_view.h"

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

Test(settle, alias_of_what_is_changed)
{
	expect("ON UPDATE TO s.v DO INSTEAD  UPDATE s.\"T\" AS u SET a = (SELECT b AS c FROM s.x AS y)  WHERE (u.a = old.a)",
		"ON UPDATE TO s.v DO INSTEAD  UPDATE s.\"T\" u SET a = (SELECT b AS c FROM s.x AS y)  WHERE (u.a = old.a)");
	expect("BEGIN ATOMIC\n DELETE FROM ONLY t AS d;\n MERGE INTO a.b.t AS \"m M\"\n   USING u AS v ON (true);\nEND",
		"BEGIN ATOMIC\n DELETE FROM ONLY t d;\n MERGE INTO a.b.t \"m M\"\n   USING u AS v ON (true);\nEND");
	expect("UPDATE t AS set SET a = 1", "UPDATE t AS set SET a = 1");
	expect("UPDATE t set SET a = 1", "UPDATE t AS set SET a = 1");
	expect("UPDATE t SET a = 1", "UPDATE t SET a = 1");
	expect("DELETE FROM t set WHERE (set.a = 1)", "DELETE FROM t AS set WHERE (set.a = 1)");
	expect("DELETE FROM t WHERE (t.a = 1)", "DELETE FROM t WHERE (t.a = 1)");
	expect("INSERT INTO t AS i (a) SELECT 1 AS a ON CONFLICT DO UPDATE SET a = 2",
		"INSERT INTO t AS i (a) SELECT 1 AS a ON CONFLICT DO UPDATE SET a = 2");
}

/* What one rewrite leaves is another one's, or its own: no text of a server, but documents are written by people. */
Test(settle, again)
{
	expect("XMLSERIALIZE(CONTENT x AS text NO INDENT NO INDENT)", "XMLSERIALIZE(CONTENT x AS text)");
	expect("(ARRAY[a NO INDENT])::text[]", "ARRAY[(a)::text]");
	expect("MERGE INTO t AS AS u", "MERGE INTO t u");
	expect("DELETE FROM update AS AS b", "DELETE FROM update b");
}

Test(settle, extract)
{
	g_autofree char *settled =
		settle_extract("((EXTRACT(year FROM EXTRACT(epoch FROM x)))::text || 'EXTRACT(year FROM y)'::text)");
	g_autofree char *none = settle_extract("extract(1)");

	cr_assert_str_eq(settled,
		"(((date_part('year'::text, (date_part('epoch'::text, x))::numeric))::numeric)::text || 'EXTRACT(year FROM "
		"y)'::text)");
	cr_assert_null(none);
}

/* 16 and later say what is the default. */
Test(settle, xmlserialize)
{
	expect("XMLSERIALIZE(CONTENT f(x, 'NO INDENT'::text) AS character varying(10) NO INDENT)",
		"XMLSERIALIZE(CONTENT f(x, 'NO INDENT'::text) AS character varying(10))");
	expect("f(XMLSERIALIZE(DOCUMENT XMLPARSE(DOCUMENT XMLSERIALIZE(CONTENT x AS text NO INDENT)) AS text NO INDENT))",
		"f(XMLSERIALIZE(DOCUMENT XMLPARSE(DOCUMENT XMLSERIALIZE(CONTENT x AS text)) AS text))");
	expect("XMLSERIALIZE(CONTENT x AS text INDENT)", "XMLSERIALIZE(CONTENT x AS text INDENT)");
}

Test(settle, unchanged)
{
	expect("(v = ANY (ARRAY['a'::text, 'b'::text]))", "(v = ANY (ARRAY['a'::text, 'b'::text]))");
	expect("'(ARRAY[1])::text[]'::text", "'(ARRAY[1])::text[]'::text");
	expect("(ARRAY[1])::text", "(ARRAY[1])::text");
	expect("(ARRAY[1", "(ARRAY[1");
	expect("", "");
}

static void expect_view(const char *text, const char *expected)
{
	g_autofree char *settled = settle_view(text), *again = settled ? settle_view(settled) : NULL;

	cr_assert_str_eq(settled ? settled : text, expected, "%s: %s", text, settled ? settled : "unchanged");
	cr_assert(!again, "%s settles only at the second time: %s", text, again);
}

Test(settle, view_of_one_relation)
{
	expect_view(" SELECT t.a,\n    upper(t.b) AS c\n   FROM s.t\n  WHERE (t.a > 1);",
		" SELECT a,\n    upper(b) AS c\n   FROM s.t\n  WHERE (a > 1);");
	expect_view("SELECT x.\"A b\" FROM ONLY s.t x GROUP BY x.\"A b\"", "SELECT \"A b\" FROM ONLY s.t x GROUP BY \"A b\"");
	expect_view("SELECT q.a FROM ( SELECT t.a FROM s.t) q", "SELECT a FROM ( SELECT t.a FROM s.t) q");
	expect_view("SELECT t.a FROM s.t WHERE (EXISTS ( SELECT 1 FROM s.u WHERE (u.a = t.a)))",
		"SELECT a FROM s.t WHERE (EXISTS ( SELECT 1 FROM s.u WHERE (u.a = t.a)))");
	expect_view("WITH t AS ( SELECT t.a FROM s.t) SELECT t.a FROM t", "WITH t AS ( SELECT t.a FROM s.t) SELECT a FROM t");
	expect_view("SELECT f.a FROM s.f(1) WITH ORDINALITY f(a, n)", "SELECT a FROM s.f(1) WITH ORDINALITY f(a, n)");
	expect_view("SELECT upper(t.a) AS a, t.b FROM s.t ORDER BY t.a, t.b, (lower(t.a))",
		"SELECT upper(a) AS a, b FROM s.t ORDER BY t.a, b, (lower(a))");
	expect_view("SELECT t.a FROM s.t TABLESAMPLE system (10) WHERE t.b", "SELECT a FROM s.t TABLESAMPLE system (10) WHERE b");
	expect_view("SELECT t.a FROM s.t TABLESAMPLE system ((10 * 2)) REPEATABLE (2)",
		"SELECT a FROM s.t TABLESAMPLE system ((10 * 2)) REPEATABLE (2)");
	expect_view("SELECT \"xmltable\".a FROM XMLTABLE(('/r'::text) PASSING (x()) COLUMNS a integer)",
		"SELECT a FROM XMLTABLE(('/r'::text) PASSING (x()) COLUMNS a integer)");
}

/* What has no name gets one by its cast when the text is loaded. */
Test(settle, view_constants)
{
	expect_view("SELECT a FROM s.t UNION ALL SELECT 'x'::text", "SELECT a FROM s.t UNION ALL SELECT 'x'::text AS text");
	expect_view("SELECT q.b FROM ( SELECT u.b, 'x'::text, NULL::integer FROM s.u) q",
		"SELECT b FROM ( SELECT u.b, 'x'::text AS text, NULL::integer AS int4 FROM s.u) q");
	expect_view("WITH j AS ( SELECT DISTINCT ON ('x'::text) i.a, 'n'::character varying(9) FROM s.i) SELECT j.a FROM j;",
		"WITH j AS ( SELECT DISTINCT ON ('x'::text) i.a, 'n'::character varying(9) AS \"varchar\" FROM s.i) SELECT a FROM j;");
	expect_view("SELECT a FROM s.t UNION SELECT NULL::text[]", "SELECT a FROM s.t UNION SELECT NULL::text[] AS text");
	expect_view("SELECT q.b FROM ( SELECT 'x'::name, '1'::oid, 'r'::\"char\", 'g'::s.mood, 'o'::s.\"Odd type\"[] FROM s.u) q",
		"SELECT b FROM ( SELECT 'x'::name AS name, '1'::oid AS oid, 'r'::\"char\" AS \"char\", 'g'::s.mood AS mood, "
		"'o'::s.\"Odd type\"[] AS \"Odd type\" FROM s.u) q");
	expect_view(
		"SELECT q.b FROM ( SELECT 'x'::timestamp(3) with time zone, 'x'::timestamp without time zone[], 'x'::time with time "
		"zone, 'x'::interval day to second(2), '1'::bit varying, '1'::bit(3), '{}'::json FROM s.u) q",
		"SELECT b FROM ( SELECT 'x'::timestamp(3) with time zone AS timestamptz, 'x'::timestamp without time zone[] AS "
		"\"timestamp\", 'x'::time with time zone AS timetz, 'x'::interval day to second(2) AS \"interval\", '1'::bit varying "
		"AS varbit, '1'::bit(3) AS \"bit\", '{}'::json AS \"json\" FROM s.u) q");
}

Test(settle, view_unchanged)
{
	expect_view("SELECT 'x'::text, a FROM s.t", "SELECT 'x'::text, a FROM s.t");
	expect_view("SELECT a FROM s.t UNION SELECT 'x'::text AS b", "SELECT a FROM s.t UNION SELECT 'x'::text AS b");
	expect_view("SELECT f('x'::text, 'y'::text) AS f, a FROM s.t WHERE (a = ANY (ARRAY['x'::text]))",
		"SELECT f('x'::text, 'y'::text) AS f, a FROM s.t WHERE (a = ANY (ARRAY['x'::text]))");
	expect_view(
		"SELECT a FROM ( VALUES ('x'::text), ('y'::text)) v(a)", "SELECT a FROM ( VALUES ('x'::text), ('y'::text)) v(a)");
	expect_view("SELECT a FROM s.t UNION SELECT ('x'::text || 'y'::text)",
		"SELECT a FROM s.t UNION SELECT ('x'::text || 'y'::text)");
	expect_view("SELECT t.a FROM (s.t JOIN s.u ON ((t.a = u.a)))", "SELECT t.a FROM (s.t JOIN s.u ON ((t.a = u.a)))");
	expect_view("SELECT t.a FROM s.t, s.u", "SELECT t.a FROM s.t, s.u");
	expect_view("SELECT t.a FROM s.t UNION SELECT t.a FROM s.t", "SELECT t.a FROM s.t UNION SELECT t.a FROM s.t");
	expect_view("SELECT t.*::text, t.f(1), 'x'::t.kind FROM s.t", "SELECT t.*::text, t.f(1), 'x'::t.kind FROM s.t");
	expect_view("VALUES (1)", "VALUES (1)");
	expect_view("SELECT 1", "SELECT 1");
	expect_view("", "");
}

static void expect_names(const char *text, int major, const char *expected)
{
	g_autofree char *settled = settle_names(text, major), *again = settled ? settle_names(settled, major) : NULL;

	cr_assert_str_eq(settled ? settled : text, expected, "%s: %s", text, settled ? settled : "unchanged");
	cr_assert(!again, "%s settles only at the second time: %s", text, again);
}

Test(settle, names_of_later_keywords)
{
	expect_names("((system_user > 0) AND (t.json_value <> 'json_value'))", 15,
		"((\"system_user\" > 0) AND (t.\"json_value\" <> 'json_value'))");
	expect_names("((SYSTEM_USER)::text = json_value /* json_value */)", 16,
		"((SYSTEM_USER)::text = \"json_value\" /* json_value */)");
	expect_names("json_array(system_user)", 16, "json_array(system_user)");
	expect_names("(t.json || '{}'::json)", 15, "(t.\"json\" || '{}'::json)");
	expect_names("(json_value || merge_action)", 17, "(json_value || merge_action)");
	expect_names("((json <> t.json) AND ((json)::text = '{}'::json))", 15,
		"((\"json\" <> t.\"json\") AND ((json)::text = '{}'::json))");
	expect_names("f(a json) <> ('{}'::json -> 'json'::text)", 15, "f(a json) <> ('{}'::json -> 'json'::text)");
	expect_names("x json_object, json_populate_record(a)", 15, "x \"json_object\", json_populate_record(a)");
}
