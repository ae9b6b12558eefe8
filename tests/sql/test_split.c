/* Tests where the splitter ends statements, and what it refuses. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/split.h"

/* Writes the statements of a script as "1:select 1|2:select 2". */
static char *describe(const char *script, GError **error)
{
	size_t length = strlen(script);
	/* A block without the NUL, for the address sanitizer. */
	char *copy = g_memdup2(script, length);
	GString *out = g_string_new("");
	struct splitter splitter;
	struct statement statement;

	splitter_init(&splitter, copy, length);
	while (splitter_next(&splitter, &statement, error)) {
		cr_assert_gt(statement.length, 0, "an empty statement in %s", script);
		g_string_append_printf(
			out, "%s%zu:%.*s", out->len > 0 ? "|" : "", statement.line, (int)statement.length, statement.start);
	}
	cr_assert(!splitter_next(&splitter, &statement, NULL), "there is more after the end of %s", script);
	g_free(copy);
	return g_string_free(out, FALSE);
}

static void expect(const char *script, const char *expected)
{
	GError *error = NULL;
	char *got = describe(script, &error);

	cr_assert_null(error, "%s: %s", script, error != NULL ? error->message : "");
	cr_assert_str_eq(got, expected, "%s is %s, not %s", script, got, expected);
	g_free(got);
}

/* That the whole of a text is one statement, the last of two after it. */
static void expect_one(const char *statement)
{
	char *script = g_strconcat(statement, "; select 2", NULL);
	char *expected;
	size_t lines = 1;

	for (const char *p = statement; *p != '\0'; p++)
		lines += *p == '\n';
	expected = g_strdup_printf("1:%s|%zu:select 2", statement, lines);
	expect(script, expected);
	g_free(expected);
	g_free(script);
}

static void expect_error(const char *script, enum split_error code, const char *message)
{
	GError *error = NULL;
	char *got = describe(script, &error);

	cr_assert_not_null(error, "no error for %s", script);
	cr_assert(g_error_matches(error, SPLIT_ERROR, (gint)code), "another code for %s", script);
	cr_assert_str_eq(error->message, message, "%s: %s", script, error->message);
	g_error_free(error);
	g_free(got);
}

Test(sql, split_plain)
{
	expect("", "");
	expect(" ;; -- a;\n /* ; */ ;", "");
	expect("select 1", "1:select 1");
	expect("select 1;", "1:select 1");
	expect("\n-- a\nselect 1 -- b\n;\n\nselect ';' /* c */", "3:select 1|6:select ';'");
	expect("a;b ;;c", "1:a|1:b|1:c");
	expect("a\n/* ; */ + -- ;\n b", "1:a\n/* ; */ + -- ;\n b");
	expect("\xEF\xBB\xBFselect 1", "1:select 1");
	expect("a\r\n;\r\nb\r\n", "1:a|3:b");
	expect("select \"a;b\", $x$;$x$, E'\\';';c", "1:select \"a;b\", $x$;$x$, E'\\';'|1:c");
}

Test(sql, split_parentheses)
{
	expect_one("create rule r as on insert to t do also (\n delete from a;\n delete from b;\n)");
	expect_one("create table t (a int default ((1)))");
	expect(") ; a", "1:)|1:a");
	expect("begin; select 1; end; commit", "1:begin|1:select 1|1:end|1:commit");
	expect("create table \"function\" (begin int); begin; a", "1:create table \"function\" (begin int)|1:begin|1:a");
}

Test(sql, split_atomic)
{
	expect_one("create function f() returns int begin atomic select 1; select 2; end");
	expect_one("CREATE OR REPLACE PROCEDURE p()\nLANGUAGE sql\nBEGIN ATOMIC\nEND");
	expect_one("create function f() begin atomic; end");
	expect_one("create function f() begin atomic select case when a then case b when 1 then 2 end end; end");
	expect_one("create function f() begin atomic select 1 as end, t.end, \"end\", t.case; select 1 end; end");
	expect_one("create function f() begin atomic select begin from t where begin > 1; select begin atomic; end");
	expect_one("create function f() begin /* x */ atomic -- y\n select 1; /* end */ end");
	expect_one("create function f() begin atomic create rule r as on insert to t do (a; b); end");
	expect_one("create function f() begin atomic create function g() begin atomic select 1; end; select 2; end");
	expect_one("create function f() begin atomic delete from t; end language sql");
	expect("create function begin(a int) as 'x'; atomic; end", "1:create function begin(a int) as 'x'|1:atomic|1:end");
	expect("create view v as select begin atomic; end", "1:create view v as select begin atomic|1:end");
	expect("create function f() returns int return 1; end", "1:create function f() returns int return 1|1:end");
	expect("create or replace view function as select begin atomic; a",
		"1:create or replace view function as select begin atomic|1:a");
}

Test(sql, split_schema)
{
	expect_one("create schema s create table t (a int) create view v as select 1 grant select on t to public");
}

Test(sql, split_errors)
{
	expect_error("a;\nb 'c\n", SPLIT_ERROR_TOKEN, "line 2: unterminated string");
	expect_error("\n\n/* a", SPLIT_ERROR_TOKEN, "line 3: unterminated comment");
	expect_error("a; select\n \"b", SPLIT_ERROR_TOKEN, "line 2: unterminated quoted identifier");
	expect_error("U&\"b", SPLIT_ERROR_TOKEN, "line 1: unterminated quoted identifier");
	expect_error("u&'b", SPLIT_ERROR_TOKEN, "line 1: unterminated string");
	expect_error("as $a$\n$b$", SPLIT_ERROR_TOKEN, "line 1: unterminated dollar-quoted string");
	expect_error("a;\n\\connect b", SPLIT_ERROR_META_COMMAND, "line 2: psql's backslash commands are not supported");
	expect_error("copy t from stdin;\n1\t2\n\\.\n", SPLIT_ERROR_META_COMMAND, "line 3: backslash outside quotes");
}

Test(sql, split_nul)
{
	static const char *const scripts[] = { "a;\n\0b", "\n'\0'" };

	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
		GError *error = NULL;
		struct splitter splitter;
		struct statement statement;

		splitter_init(&splitter, scripts[i], 4);
		while (splitter_next(&splitter, &statement, &error))
			cr_assert_eq(statement.line, 1, "only the first line is good");
		cr_assert_not_null(error, "no error for script %zu", i);
		cr_assert_str_eq(error->message, "line 2: nul byte", "%s", error->message);
		g_error_free(error);
	}
}
