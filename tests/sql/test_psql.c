/* Tests what psql is given, and where it sees the end of it. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/psql.h"

static void expect(const char *sql, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	psql_write(out, sql);
	cr_assert_str_eq(out->str, expected, "%s is written as %s", sql, out->str);
}

Test(sql, psql_variables)
{
	expect("SELECT a[1:b], a[\"x\":\"HOST\"], a[1:2]", "SELECT a[1: b], a[\"x\": \"HOST\"], a[1: 2]");
	expect("SELECT a::text, ':b', $$:b$$ /* :b */", "SELECT a::text, ':b', $$:b$$ /* :b */");
	expect("SELECT f(a := 1), a[:], a[: b], a[1::int:c]", "SELECT f(a := 1), a[:], a[: b], a[1::int: c]");
	expect("SELECT a[1:'2'], a[1:{?b}]", "SELECT a[1: '2'], a[1: {?b}]");
}

Test(sql, psql_words)
{
	expect("CREATE FUNCTION begin() BEGIN ATOMIC SELECT t.begin, begin FROM t; END",
		"CREATE FUNCTION \"begin\"() BEGIN ATOMIC SELECT t.\"begin\", \"begin\" FROM t; END");
	expect("CREATE FUNCTION f() BEGIN ATOMIC SELECT t.end AS case; END",
		"CREATE FUNCTION f() BEGIN ATOMIC SELECT t.\"end\" AS \"case\"; END");
	expect("ALTER TABLE t RENAME TO begin", "ALTER TABLE t RENAME TO begin");
}

Test(sql, psql_hidden)
{
	expect("SELECT 'a\xE2\x80\xAE\\it''s'", "SELECT E'a\\u202E\\\\it''s'");
	expect("SELECT 'tab\tand\nnewline'", "SELECT 'tab\tand\nnewline'");
	expect("SELECT $a$x'\\\r\x01\xF3\xA0\x81\x81$a$", "SELECT E'x''\\\\\\r\\x01\\U000E0041'");
	expect("SELECT \"a\xE2\x80\x8B\\\"\"b\" FROM x\xE2\x80\x8Dy", "SELECT U&\"a\\200B\\\\\"\"b\" FROM U&\"x\\200Dy\"");
	expect("SELECT E'a\\n\xE2\x80\xAE', U&'b\\0041\xE2\x80\xAE'", "SELECT E'a\\n\\u202E', U&'b\\0041\\202E'");
	/* what continues a string is read as the string is */
	expect("SELECT 'a\\'\n  '\xE2\x80\xAE\\'", "SELECT E'a\\\\'\n  '\\u202E\\\\'");
	expect("SELECT 1 -- \xE2\x80\xAE\n", "SELECT 1 --  \n");
	expect("SELECT U&'\xE2\x80\xAE' UESCAPE '!'", "SELECT U&'\xE2\x80\xAE' UESCAPE '!'");
	expect("SELECT\f1,\r\n2,\v'a'\r'b' -- c\r", "SELECT 1,\n\n2, 'a'\n'b' -- c\n");
}

Test(sql, psql_one)
{
	cr_assert(psql_takes_as_one("CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'x'"));
	cr_assert(
		psql_takes_as_one("CREATE OR REPLACE PROCEDURE f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT t.end; END"));
	cr_assert(psql_takes_as_one("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"));
	cr_assert_not(psql_takes_as_one("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 end; SELECT 2; END"));
	cr_assert_not(psql_takes_as_one("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;"));
	cr_assert_not(psql_takes_as_one("SELECT 1; SELECT 2"));
}
