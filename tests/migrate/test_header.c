/* Directives of a build file. */
#include "help.h"

#include "migrate/header.h"

static void refused(const char *text, const char *part)
{
	GError *error = NULL;

	cr_assert_null(header_read("b.sql", text, &error), "%s", text);
	check_failed(&error, MIGRATE_FILES, part);
}

Test(header, all)
{
	GError *error = NULL;
	struct header *header = header_read("b.sql",
		"-- Adds the bank account. http://example.com\n\n/* transaction: yes */\n-- transaction: no\n--role: owner\n-- "
		"search_path: App, \"Odd\"\n"
		"-- vars: bucket text, part raw /[a-z]{1,3}/\n-- vars: n int\n-- lock_timeout: 500ms\n-- statement_timeout: 1h\n"
		"-- retries: 0\n"
		"-- irreversible: rows are gone: all\n-- global: yes\n-- data_loss: yes\n-- probe: 2 SELECT true\n-- min_pg: "
		"15.3\n-- issue: #12\n"
		"-- note: one\n-- note: two\n-- TODO: three\n-- expect: none\nSELECT 1;\n-- transaction: maybe\n",
		&error);

	check_fine(header, error);
	cr_assert_not(header->transaction);
	cr_assert(header->global && header->data_loss);
	cr_assert_str_eq(header->role, "owner");
	cr_assert_str_eq(header->search_path, "app, \"Odd\"");
	cr_assert_str_eq(header->lock_timeout, "500ms");
	cr_assert_str_eq(header->statement_timeout, "1h");
	cr_assert_eq(header->retries, 0);
	cr_assert_str_eq(header->irreversible, "rows are gone: all");
	cr_assert_eq(header->min_pg, 150003);
	cr_assert_str_eq(header->issue, "#12");
	cr_assert_eq(header->variables->len, 3);
	cr_assert_str_eq(header_variable(header, "part")->pattern, "[a-z]{1,3}");
	cr_assert_eq(header_variable(header, "n")->type, VARIABLE_INT);
	cr_assert_null(header_variable(header, "m"));
	cr_assert_eq(header->probes->len, 2);
	cr_assert_null(header->probes->pdata[0]);
	cr_assert_str_eq(header->probes->pdata[1], "SELECT true");
	header_free(header);
}

Test(header, none)
{
	GError *error = NULL;
	struct header *header = header_read("b.sql", "", &error);

	check_fine(header, error);
	cr_assert(header->transaction);
	cr_assert_eq(header->retries, -1);
	cr_assert_null(header->role);
	header_free(header);
}

Test(header, mistakes)
{
	refused("-- transacton: no\n", "b.sql:1:1: unknown directive \"transacton\"; did you mean \"transaction\"?");
	refused("-- a\n  -- requires: x\n",
		"b.sql:2:3: unknown directive \"requires\"; write a comment that is not a directive as `-- note: requires: ...`");
	refused("-- transaction: maybe\n", "b.sql:1:1: \"transaction\": expected yes or no, found \"maybe\"");
	refused("-- transaction: no\n-- transaction: no\n", "b.sql:2:1: directive \"transaction\" is there twice");
	refused("-- irreversible:\n", "\"irreversible\": expected a text");
	refused("-- lock_timeout: soon\n", "expected a time such as 500ms");
	refused("-- lock_timeout: -1s\n", "expected a time such as 500ms");
	refused("-- retries: -1\n", "expected a number");
	refused("-- min_pg: 9.6\n", "expected a version of PostgreSQL");
	refused("-- min_pg: fifteen\n", "expected a version of PostgreSQL");
	refused("-- search_path: a b\n", "expected a list of schemas");
	refused("-- vars: a\n", "expected a type for a");
	refused("-- vars: a number\n", "expected a type for a");
	refused("-- vars: a int b int\n", "expected a comma between variables");
	refused("-- vars: a int, a text\n", "expected a once");
	refused("-- vars: a raw /[/\n", "expected a regular expression between slashes");
	refused("-- vars: a text /x/\n", "expected a pattern for raw only");
	refused("-- vars:\n", "expected names and types");
	refused("-- probe: SELECT true\n", "expected the number of a step");
	refused("-- probe: 1 SELECT true\n-- probe: 1 SELECT false\n", "expected one probe for each step");
}
