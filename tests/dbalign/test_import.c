/* Projects of sqitch and DbAlign. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(import, .fini = run_cleanup);

Test(import, sqitch)
{
	AUTO_OUTCOME made = run("\"$PGCANON_SOURCE/tests/dbalign/flipr\"");

	cr_assert_eq(made.status, 0, "%s", made.err);
	run_rows((const struct expected[]){
		{ "dbalign import flipr ours", 0,
			"4 changes\nsub/pass needs other:crypt of another project: make sure that it is there\n"
			"00004_sub_pass cannot be taken back: revert/sub/pass.sql is missing\n",
			NULL },
		{ "cat ours/build/00001_appschema.sql", 0,
			"-- note: Adds flipr app schema.\n-- Deploy flipr:appschema to pg\n\n\nCREATE SCHEMA flipr;\n\n", NULL },
		{ "cat ours/rollback/00001_appschema.sql", 0, "-- Revert flipr:appschema from pg\n\n\nDROP SCHEMA flipr;\n\n",
			NULL },
		{ "cat ours/post/00001_appschema.sql", 0,
			"-- Verify flipr:appschema on pg\n\n\nSELECT 1/COUNT(*) FROM pg_namespace WHERE nspname = 'flipr';\n\n\n"
			"-- What stands above raises an error where it does not hold.\nSELECT true;\n",
			NULL },
		{ "cat ours/build/00002_users.sql", 0,
			"-- note: Creates table to track users: one row each.\n-- note: needs appschema\n-- vars: reader ident, "
			"word text\n-- Deploy flipr:users to pg\n"
			"-- note: requires: appschema\n\nSET client_min_messages = 'warning';\nCREATE TABLE flipr.users (n text, "
			"p text DEFAULT :'word');\n"
			"GRANT SELECT ON flipr.users TO :\"reader\";\n",
			NULL },
		{ "cat ours/rollback/00002_users.sql ours/post/00002_users.sql", 0,
			" DROP TABLE flipr.users; \nSELECT n, p FROM flipr.users WHERE false;\n", NULL },
		{ "cat ours/build/00003_sub_pass.sql", 0,
			"-- note: called sub/pass before\n-- note: Adds change_pass().\n-- note: needs users appschema\n-- note: "
			"tag v1.0\n"
			"CREATE FUNCTION flipr.pass() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;\n",
			NULL },
		{ "cat ours/build/00004_sub_pass.sql", 0,
			"-- note: needs sub/pass@v1.0 other:crypt !gone\n-- irreversible: there was no script to take it back\n"
			"CREATE OR REPLACE",
			NULL },
		{ "ls ours/post ours/rollback", 0,
			"ours/post:\n00001_appschema.sql\n00002_users.sql\n00004_sub_pass.sql\n\nours/rollback:\n"
			"00001_appschema.sql\n00002_users.sql\n00003_sub_pass.sql\n",
			NULL },
		{ "dbalign lint -C ours", 0,
			"warning: contracts are optional: of 4 changes 4 have no precondition, and 1 no postcondition\n", NULL },
		{ "cat ours/project.yaml", 0, "search_path: \"\\\"$user\\\", public\"\ncontracts: optional\n", NULL },
		{ "dbalign new -C ours next", 0, "00005_next\n", NULL },
		{ "dbalign import flipr ours", 2, NULL, "ours: is there already" },
		{ "dbalign import flipr /nosuch/ours", 2, NULL, "/nosuch/ours: cannot be made: No such file" },
		{ "dbalign import flipr", 1, NULL, "is needed\n    try \"dbalign import --help\"" },
		{ "mkdir empty; dbalign import empty other", 1, NULL, "empty has neither sqitch.plan nor build/" },
		{ "rm flipr/deploy/users.sql; dbalign import flipr other", 2, NULL, "flipr/deploy/users.sql is missing" },
		{ "printf '%s\\n' '-- Deploy' 'BEGIN;' '-- requires: appschema' '\\set ON_ERROR_STOP on' '\\set word `cat "
		  "/run/word`' \"INSERT INTO t VALUES (:'word');\" '\\echo done' "
		  "'COMMIT;' >flipr/deploy/users.sql; echo 'BEGIN; INSERT INTO t VALUES (1); ROLLBACK;' >flipr/verify/users.sql; "
		  "dbalign import flipr psql",
			0,
			"deploy/users.sql sets the variable word: give it its value in vars: of each environment\n"
			"verify/users.sql has become a test, test/00002_users.sql, since it writes, which postconditions do not\n",
			NULL },
		{ "sed 1,2d psql/build/00002_users.sql; cat psql/test/*", 0,
			"-- vars: word text\n-- Deploy\n-- note: requires: appschema\nINSERT INTO t VALUES (:'word');\n INSERT "
			"INTO t VALUES (1); \n\n"
			"-- What stands above raises an error where it does not hold.\nSELECT true;\n",
			NULL },
		{ "dbalign lint -C psql", 0, "warning: contracts are optional", NULL },
		{ "echo '\\i x.sql' >flipr/deploy/users.sql; dbalign import flipr hand", 0,
			"deploy/users.sql:1:1: psql's backslash commands are not supported; the rest", NULL },
		{ "dbalign lint -C hand", 2, "build/00002_users.sql:3:1: psql's backslash commands are not supported", NULL },
		{ "printf 'SELECT 1;\\nSELECT \\351' >flipr/deploy/users.sql; dbalign import flipr other", 2, NULL,
			"flipr/deploy/users.sql:2:8: byte 0xE9" },
		{ "echo '@tag' >flipr/sqitch.plan; dbalign import flipr other", 2, NULL,
			"flipr/sqitch.plan:1: a tag before any change" },
		{ "echo '../../etc/x 2016' >flipr/sqitch.plan; dbalign import flipr other", 2, NULL,
			"flipr/sqitch.plan:1: is not the name of a change" },
		{ "ls -d other*", 2, NULL, "*" },
		{ 0 },
	});
}

Test(import, tree)
{
	run_rows((const struct expected[]){
		{ "mkdir -p old/build old/rollback; cd old; echo 'CREATE TABLE t ();' >build/1.sql; echo 'DROP TABLE t;' "
		  ">rollback/1.sql; "
		  "echo '-- transaction: x\nCREATE INDEX CONCURRENTLY i ON t (a);' >'build/003-add index.sql'; echo 'DROP INDEX "
		  "i;' >'rollback/003-add index.sql'; "
		  "echo x >build/README",
			0, NULL, NULL },
		{ "dbalign import old new", 0,
			"2 changes\nbuild/README is left out: its name does not begin with a number and end in .sql\n"
			"numbers had gaps: the changes are now 1 to 2, and each that moved says so in its build file\n",
			NULL },
		{ "cat new/build/*; ls new/rollback", 0,
			"CREATE TABLE t ();\n-- note: called add index before\n-- note: number 3 before\n-- transaction: no\n-- "
			"note: transaction: x\n"
			"CREATE INDEX CONCURRENTLY i ON t (a);\n00001_change.sql\n00002_add_index.sql\n",
			NULL },
		{ "dbalign lint -C new", 0,
			"warning: contracts are optional: of 2 changes 2 have no precondition, and 2 no postcondition\n", NULL },
		{ "touch old/build/01_x.sql; dbalign import old other", 2, NULL,
			"number 1 is there twice: build/01_x.sql and build/1.sql" },
		{ 0 },
	});
}
