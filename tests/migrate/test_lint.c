/* Everything that lint tells of. */
#include "help.h"

#include "migrate/lint.h"
#include "migrate/rule.h"

TestSuite(lint, .fini = folder_remove);

static char *found(void)
{
	GError *error = NULL;
	GPtrArray *findings = lint_project(folder(), &error);
	GString *text = g_string_new(NULL);

	check_fine(findings, error);
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];
		g_autofree char *line = finding_describe(finding);
		g_string_append_printf(text, "%s%s\n", finding->warning ? "warning: " : "", line);
	}
	g_ptr_array_unref(findings);
	return g_string_free(text, false);
}

/* All of it, of a project of one change in which that file has that text. */
static void finds(const char *file, const char *text, const char *expected)
{
	put_project("required");
	put_change("00001_one");
	put(file, text);
	put_manifest();
	g_autofree char *out = found();
	cr_assert_str_eq(out, expected, "%s: %s\nfound:    %s\nexpected: %s", file, text, out, expected);
}

#define BUILD "build/00001_one.sql"
#define TRANSACTION "begins or ends a transaction, or a part of one: the runner does that; take it out\n"
#define ROLE "sets the role: say `-- role: NAME` at the top of the build file, or `-- role: self` if it must be here\n"
#define ALONE "cannot run in a transaction: say `-- transaction: no` at the top of the build file\n"

Test(lint, nothing)
{
	finds(BUILD, "-- role: owner\nCREATE TABLE public.t ();\nSET search_path = app;\nSELECT 1 AS \"commit\";\n", "");
}

Test(lint, bytes)
{
	finds(BUILD, "SELECT 1;\r\nSELECT 2;\r\n",
		BUILD
		":1:10: has a carriage return: lines end in a newline alone, and the hash is that of the bytes as they are\n");
	finds(BUILD, "\xEF\xBB\xBFSELECT 1;\n", BUILD ":1:1: begins with a byte order mark: save it without\n");
	finds(BUILD, "SELECT 'a\xE9';\n", BUILD ":1:10: byte 0xE9 is not UTF-8\n");
	finds("expect/00001_one.yaml", "schema s: {}\r\n",
		"expect/00001_one.yaml:1:13: has a carriage return: lines end in a newline alone, and the hash is that of the "
		"bytes as they are\n");
	finds("expect/00001_one.yaml", "schema s: {}\n", "");
	finds(BUILD, "SELECT 'a;\n", BUILD ":1:8: unterminated string\n");
	finds(BUILD, "\\i x\n", BUILD ":1:1: psql's backslash commands are not supported\n");
}

Test(lint, transactions)
{
	finds(BUILD, "SELECT 1;\n  COMMIT;\n", BUILD ":2:3: " TRANSACTION);
	finds("rollback/00001_one.sql", "/* x */ end;\n", "rollback/00001_one.sql:1:9: " TRANSACTION);
	finds(BUILD, "-- transaction: no\nBEGIN WORK;\n", BUILD ":2:1: " TRANSACTION);
	finds(BUILD, "DO $x$ BEGIN\n PERFORM 1; COMMIT; END $x$;\n",
		BUILD ":2:13: ends the transaction in which the change runs: the runner begins and ends it\n");
	finds(BUILD, "DO $x$ BEGIN PERFORM 'commit;'; UPDATE t SET commit = 1; END $x$;\n", "");
	finds(BUILD, "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\n", "");
}

Test(lint, roles)
{
	finds(BUILD, "SET LOCAL ROLE x;\n", BUILD ":1:1: " ROLE);
	finds(BUILD, "RESET ROLE;\n", BUILD ":1:1: " ROLE);
	finds("pre/00001_one.sql", "SET SESSION AUTHORIZATION x; SELECT true;\n", "pre/00001_one.sql:1:1: " ROLE);
	finds(BUILD, "-- role: self\nSET ROLE x;\nRESET ROLE;\n", "");
}

Test(lint, alone)
{
	finds(BUILD, "CREATE INDEX CONCURRENTLY i ON t (a);\n", BUILD ":1:1: " ALONE);
	finds(BUILD, "-- transaction: no\nCREATE INDEX CONCURRENTLY i ON t (a);\n", "");
	finds("post/00001_one.sql", "VACUUM t;\nSELECT true;\n",
		"post/00001_one.sql:1:1: cannot run in a transaction, and this file does\n");
	finds(BUILD, "-- transaction: no\nVACUUM t;\nVACUUM u;\n",
		"warning: " BUILD
		":3:1: a second statement outside of a transaction: a change of its own could be finished or taken back alone\n");
	finds(BUILD, "ALTER TYPE t ADD VALUE 'x' BEFORE 'y';\nSELECT 1;\nSELECT 'x'::t;\n",
		"warning: " BUILD
		":3:8: the label 'x' is new, and cannot be used in the transaction that adds it: that needs a change of its own\n");
	finds(BUILD, "ALTER TYPE t ADD VALUE 'x';\nSELECT 'y'::t;\n", "");
}

Test(lint, contracts)
{
	finds("post/00001_one.sql", "-- nothing\n",
		"post/00001_one.sql: has no assertion: a query with one boolean column, or one after `-- expect: none`\n");
	finds("post/00001_one.sql", "INSERT INTO contract VALUES ('a', 'b');\n",
		"post/00001_one.sql: has no assertion: a query with one boolean column, or one after `-- expect: none`\n");
	finds("post/00001_one.sql", "-- expect: none\n(SELECT 1 WHERE false);\n", "");
	finds("pre/00001_one.sql", "", "warning: pre/00001_one.sql: has no statement: nothing is checked\n");
	finds(BUILD, "-- a\n", BUILD ": has no statement\n");
	finds("rollback/00001_one.sql", "", "warning: rollback/00001_one.sql: has no statement\n");
	finds("post/00001_one.sql", "-- expect: some\nSELECT 1;\n",
		"post/00001_one.sql:1:1: \"expect\": expected none, found \"some\"\n");
}

Test(lint, headers)
{
	finds("rollback/00001_one.sql", "-- note: a\n-- transaction: no\nSELECT 1;\n",
		"rollback/00001_one.sql:2:1: directive \"transaction\" stands at the top of the build file, and holds for all "
		"files of the change\n");
	finds(BUILD, "-- irreversible: gone\nSELECT 1;\n",
		"warning: " BUILD ": says that there is no way back, and rollback/00001_one.sql is there\n");
}

Test(lint, probes)
{
	finds(BUILD, "-- probe: 1 SELECT true\nSELECT 1;\n",
		"warning: " BUILD ": has probes, which only steps outside of transactions need: `transaction: no`\n");
	finds(BUILD, "-- transaction: no\n-- probe: 2 SELECT true\nVACUUM t;\n",
		BUILD ": has a probe of step 2, and 1 statements\n");
	finds(BUILD, "-- transaction: no\n-- probe: 1 SELECT true\nVACUUM t;\n", "");
	finds("pre/00001_one.sql", "INSERT INTO contract VALUES ('a', 'b');\n", "");
}

Test(lint, variables)
{
	finds(BUILD,
		"-- vars: a text, b raw, c ident, d text, e text\nSELECT :'a', :b, :c, :\"x\";\n"
		"DO $$ BEGIN PERFORM current_setting('patch.d'); END $$;\n",
		BUILD ":2:18: variable \"c\" stands without quotes, which only one of type raw may: :'c' or :\"c\"\n" BUILD
		      ":2:22: variable \"x\" is not declared: write `-- vars: x TYPE` at the top of the build file\n"
		      "warning: " BUILD ": variable \"e\" is declared, and no file of the change uses it\n");
	finds("post/00001_one.sql", "SELECT a = :'x' FROM t;\n",
		"post/00001_one.sql:1:12: variable \"x\" is not declared: write `-- vars: x TYPE` at the top of the build file\n");
}

/* What stops reading a change is told, and so is what is wrong with others. */
Test(lint, project)
{
	put_project("required");
	put_change("00001_one");
	put_change("00002_two");
	put_manifest();
	put("build/00001_one.sql", "-- transacton: no\nCOMMIT;\n");
	put("build/XXXXX_mine.sql", "END;\n");
	put_change("00002_other");
	g_autofree char *out = found();
	cr_assert_str_eq(out,
		"number 00002 is there twice: build/00002_other.sql and build/00002_two.sql; `dbalign renumber --onto BRANCH` "
		"gives the later one the next number\n"
		"build/00002_other.sql came later than 00002_two, with which the manifest ends; `dbalign renumber --onto BRANCH` "
		"gives it the next number\n"
		"build/00001_one.sql: is not what the manifest says; `dbalign hash` brings that up to date\n"
		"build/00001_one.sql:1:1: unknown directive \"transacton\"; did you mean \"transaction\"?; write a comment that is "
		"not a directive as `-- note: transacton: ...`\n"
		"build/00001_one.sql:2:1: " TRANSACTION "build/XXXXX_mine.sql:1:1: " TRANSACTION
		"build/XXXXX_mine.sql: rollback/XXXXX_mine.sql is missing: write it, or say `-- irreversible: REASON` here\n",
		"%s", out);
}

Test(lint, environments)
{
	put("env/prd.yaml", "stage: PRD\nplace: app\nvars: {a: x}\n");
	put("env/qat.yaml", "stage: QAT\nplace: app\nvars: {a: x, b: {secret_command: exit 1}}\n");
	finds(BUILD, "-- vars: a text, b secret\nSELECT :'a', :'b';\n",
		"warning: env/prd.yaml: gives no value to variable \"b\" of 00001_one\n");
	put("env/prd.yaml", "stage: PRD\nplace: app\nvars: {a: x}\ndrfit: off\n");
	g_autofree char *out = found();
	cr_assert(g_str_has_suffix(out, "env/prd.yaml:4:1: unknown key \"drfit\"; did you mean \"drift\"?\n"), "%s", out);
}

Test(lint, optional)
{
	put_project("optional");
	put_change("00001_one");
	put("build/00002_two.sql", "SELECT 1;\n");
	put("rollback/00002_two.sql", "SELECT 1;\n");
	put_manifest();
	g_autofree char *out = found();
	cr_assert_str_eq(out, "warning: contracts are optional: of 2 changes 1 have no precondition, and 1 no postcondition\n");
}

Test(lint, rules)
{
	static const struct {
		enum rule_kind kind;
		const char *sql;
	} rows[] = {
		{ RULE_TRANSACTION, "START TRANSACTION READ ONLY" },
		{ RULE_TRANSACTION, "commit and chain" },
		{ RULE_TRANSACTION, "ABORT" },
		{ RULE_TRANSACTION, "ROLLBACK TO s" },
		{ RULE_TRANSACTION, "SAVEPOINT s" },
		{ RULE_TRANSACTION, "RELEASE s" },
		{ RULE_TRANSACTION, "PREPARE TRANSACTION 'x'" },
		{ RULE_NONE, "PREPARE p AS SELECT 1" },
		{ RULE_TRANSACTION, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE" },
		{ RULE_NONE, "SET LOCAL work_mem = '1MB'" },
		{ RULE_TRANSACTION, "/* a */ commit" },
		{ RULE_NONE, "\"commit\"" },
		{ RULE_ROLE, "set session authorization default" },
		{ RULE_NONE, "ALTER ROLE r SET role = x" },
		{ RULE_ALONE, "COMMIT PREPARED 'x'" },
		{ RULE_ALONE, "ALTER DATABASE d SET TABLESPACE t" },
		{ RULE_NONE, "ALTER DATABASE d SET work_mem = 1" },
		{ RULE_ALONE, "VACUUM (FULL) t" },
		{ RULE_ALONE, "CLUSTER" },
		{ RULE_NONE, "CLUSTER t USING i" },
		{ RULE_ALONE, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)" },
		{ RULE_NONE, "CREATE INDEX i ON t (a)" },
		{ RULE_ALONE, "DROP INDEX CONCURRENTLY i" },
		{ RULE_ALONE, "REINDEX (VERBOSE) TABLE CONCURRENTLY t" },
		{ RULE_ALONE, "REINDEX TABLE CONCURRENTLY t" },
		{ RULE_NONE, "REINDEX TABLE t" },
		{ RULE_ALONE, "REINDEX (VERBOSE, TABLESPACE x) SCHEMA s" },
		{ RULE_ALONE, "ALTER TABLE s.t DETACH PARTITION p CONCURRENTLY" },
		{ RULE_NONE, "ALTER TABLE t DETACH PARTITION p" },
		{ RULE_ALONE, "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p" },
		{ RULE_NONE, "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)" },
		{ RULE_ALONE, "DISCARD ALL" },
		{ RULE_COPY, "COPY t (a, b) FROM STDIN WITH (FORMAT csv)" },
		{ RULE_COPY, "COPY (SELECT 1) TO STDOUT" },
		{ RULE_NONE, "COPY t FROM '/file'" },
		{ RULE_NONE, "SELECT 1" },
		{ RULE_NONE, "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		cr_expect_eq(rule_of(rows[i].sql, strlen(rows[i].sql)), rows[i].kind, "%s", rows[i].sql);
}
