/* Up, down, and what the commands tell of it. */
#include "tests/runner/help.h"

TestSuite(apply, .fini = clean_up);

Test(apply, up_and_down)
{
	begin("apply_up");
	put("env/test.yaml", "stage: DEV\nplace: apply_up\n");
	put_three();
	dbalign_rows((const struct expected[]){
		{ "status", 0, "apply_up on test (database apply_up): at 00000, 3 pending\n  00001_table\n", NULL },
		{ "status --exit-code", 13, "*", NULL },
		{ "plan", 0, "00002_rows up, as postgres, search_path pg_catalog: 2 before, 1 statements, 1 after\n", NULL },
		{ "log", 0, NULL, NULL },
		{ "show 1", 1, NULL, "knows nothing of a change 00001" },
		{ 0 },
	});
	cr_expect(is_whole_at(0), "a look has changed something");
	dbalign_rows((const struct expected[]){
		{ "apply --to 1", 0, "00001_table applied", NULL },
		{ "apply", 0, "apply_up: at 00003_column\n", NULL },
		{ "apply", 0, "apply_up: nothing to do, the database is at 00003_column\n", NULL },
		{ "apply --to 2", 14, NULL, "is at 00003, which is above 00002; nothing was done: `dbalign down --to 2`" },
		{ "apply --to 4", 2, NULL, "there is no change 00004: the project ends at 00003" },
		{ "status --exit-code", 0, "at 00003_column, 0 pending\n", NULL },
		{ "show 2", 0, "  contract wanted: 5\n", NULL },
		{ "show 2 --json", 0, "\"applied\": {", NULL },
		{ "log --json --limit 1", 0, "\"change\": \"00003_column\"", NULL },
		{ "verify", 0, "3 changes are as the manifest says, 3 of them as they were applied\n", NULL },
		{ "drift", 0, "the schema is what it was after 00003\n", NULL },
		{ 0 },
	});
	cr_expect(is_whole_at(3), "it is not at 3");
	dbalign_rows((const struct expected[]){
		{ "down", 1, NULL, "down to which number?" },
		{ "down --to 4", 14, NULL, "is below 00004" },
		{ "down --to 1", 0, "00002_rows taken back", NULL },
		{ "status", 0, "at 00001_table, 2 pending\n", NULL },
		{ "down --to 0 --json", 0, "\"to\": 0", "*" },
		{ 0 },
	});
	cr_expect(is_whole_at(0), "it is not at 0 again");
	dbalign_rows((const struct expected[]){ { "apply", 0, "at 00003_column\n", NULL }, { 0 } });
	cr_expect(is_whole_at(3), "it is not at 3 again");
}

Test(apply, all_or_nothing)
{
	begin("apply_all");
	put_three();
	dbalign_rows((const struct expected[]){
		{ "apply --dry-run", 0, "at 00003_column, and is at 00000 as before\n", NULL },
		{ 0 },
	});
	g_autofree char *nothing = ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'dbalign'");
	cr_expect_str_eq(nothing, "0", "a dry run has left the registry");
	put("post/00003_column.sql", "SELECT false;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --dry-run", 9, "00002_rows would be applied",
			"everything was rolled back, as in every dry run; the database is at 00000" },
		{ "apply --single-transaction", 9, "00002_rows applied",
			"all changes of the run were rolled back; the database is at 00000" },
		{ "log", 0, "00003_column up failed in post", NULL },
		{ 0 },
	});
	cr_expect(is_whole_at(0), "some of it is there");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply --single-transaction", 0, "at 00003_column\n", NULL }, { 0 } });
	cr_expect(is_whole_at(3), "it is not at 3");
}

/* Deferred constraints hold at the end of each change, and are deferred again in the next one. */
Test(apply, deferred_constraints)
{
	begin("apply_deferred");
	put_change("00001_two",
		"CREATE TABLE public.p (id int PRIMARY KEY); CREATE TABLE public.c (p int REFERENCES public.p DEFERRABLE "
		"INITIALLY DEFERRED);",
		"DROP TABLE public.c, public.p;", "SELECT true;", "SELECT true;");
	put_change("00002_rows", "INSERT INTO public.c VALUES (1);\nINSERT INTO public.p VALUES (1);",
		"DELETE FROM public.c;\nDELETE FROM public.p;", "SELECT true;", "SELECT true;");
	put_change("00003_rows", "INSERT INTO public.c VALUES (2);\nINSERT INTO public.p VALUES (2);",
		"DELETE FROM public.c WHERE p = 2;\nDELETE FROM public.p WHERE id = 2;", "SELECT true;", "SELECT true;");
	put_change("00004_orphan", "INSERT INTO public.c VALUES (3);", "DELETE FROM public.c WHERE p = 3;", "SELECT true;",
		"SELECT true;");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --to 3 --single-transaction", 0, "at 00003_rows\n", NULL },
		{ "apply", 8, NULL,
			"00004_orphan: build/00004_orphan.sql: ERROR 23503: insert or update on table \"c\" violates foreign key "
			"constraint" },
		{ 0 },
	});
	/* a deferred trigger runs as the role of its change, with its search_path */
	put_change("00004_orphan",
		"-- role: pg_monitor\nCREATE TEMPORARY TABLE t (a int);\nCREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE "
		"plpgsql AS $$ BEGIN"
		" RAISE NOTICE 'as %', current_user; RETURN NULL; END $$;\nCREATE CONSTRAINT TRIGGER f AFTER INSERT ON pg_temp.t "
		"INITIALLY DEFERRED"
		" FOR EACH ROW EXECUTE FUNCTION pg_temp.f();\nINSERT INTO pg_temp.t VALUES (1);\n",
		"SELECT 1;\n", "SELECT true;\n", "SELECT true;\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply", 0, "NOTICE: as pg_monitor\n", NULL }, { 0 } });
}

Test(apply, variables)
{
	begin("apply_variables");
	put_change("00001_values",
		"-- vars: label text, part raw, key secret\nCREATE TABLE public.v (a text DEFAULT :'label', b text);\n"
		"INSERT INTO public.v (b) VALUES (current_setting('patch.label'));\nCOMMENT ON TABLE public.:part IS 'x';\nSELECT "
		"length(:'key');\n",
		"DROP TABLE public.v;", "SELECT :'label' = 'it''s';", "SELECT a = b FROM public.v;");
	put("env/dev.yaml", "stage: DEV\nplace: apply_variables\nvars:\n  label: it's\n  part: v\n  key:\n    secret_file: key\n");
	put("key", "s3cr3t\n");
	run_rows((const struct expected[]){
		{ "dbalign -C apply_variables hash", 0, "*", NULL },
		{ "dbalign -C apply_variables -d apply_variables apply", 1, NULL, "variable \"label\" has no value" },
		{ "psql -Atc \"SELECT count(*) FROM pg_namespace WHERE nspname = 'dbalign'\" apply_variables", 0, "0\n", NULL },
		{ "dbalign -C apply_variables --env dev plan", 0, "  key = (secret)", NULL },
		{ "dbalign -C apply_variables --env dev apply", 0, "at 00001_values\n", NULL },
		{ "dbalign -C apply_variables --env dev show 1", 0, "variable label: it's\n", NULL },
		{ "pg_dump apply_variables | grep -c s3cr3t; grep -rc s3cr3t journal", 1, "*", NULL },
		{ 0 },
	});
	g_autofree char *kept = ask("SELECT count(*) FROM dbalign.attempt t WHERE t::text LIKE '%s3cr3t%'");
	cr_expect_str_eq(kept, "0");
}

/* What the server says of a statement may show a value. */
Test(apply, secrets_are_not_shown)
{
	begin("apply_secret");
	put_change("00001_secret", "-- vars: key secret\nSELECT :'key'::integer;\n", "SELECT 1;", "SELECT true;", "SELECT true;");
	put("env/dev.yaml", "stage: DEV\nplace: apply_secret\nvars:\n  key:\n    secret_file: key\n");
	put("key", "s3cr3t\n");
	AUTO_OUTCOME outcome = run(
		"dbalign -C apply_secret hash >hash && dbalign -C apply_secret --env dev --show-queries apply; dbalign -C apply_secret --env dev "
		"log; cat journal/*");
	cr_expect(strstr(outcome.err, "22P02") && strstr(outcome.err, " ms: SELECT "), "%s", outcome.err);
	cr_expect(!strstr(outcome.err, "s3cr3t") && !strstr(outcome.out, "s3cr3t"), "%s%s", outcome.out, outcome.err);
}

Test(apply, roles)
{
	begin("apply_roles");
	more("apply_roles",
		"CREATE ROLE apply_owner; CREATE ROLE apply_runner LOGIN NOINHERIT; GRANT apply_owner TO apply_runner; GRANT "
		"CREATE ON DATABASE apply_roles "
		"TO apply_runner;"
		" GRANT CREATE ON SCHEMA public TO apply_owner");
	put_change("00001_table", "CREATE TABLE public.t (a int);", "DROP TABLE public.t;", "SELECT current_user = 'apply_owner';",
		"SELECT current_user = 'apply_owner';");
	put_change("00002_reset", "RESET ROLE;", "SELECT 1;", "SELECT true;", "SELECT true;");
	put("env/dev.yaml", "stage: DEV\nplace: dbname=apply_roles user=apply_runner\nroles:\n  owner: apply_owner\n");
	run_rows((const struct expected[]){
		{ "dbalign -C apply_roles hash", 0, "*", NULL },
		{ "dbalign -C apply_roles --env dev apply --to 1", 0, "at 00001_table\n", NULL },
		{ "psql -Atc \"SELECT tableowner FROM pg_tables WHERE tablename IN ('t', 'state') ORDER BY 1\" apply_roles", 0,
			"apply_owner\napply_runner\n", NULL },
		{ "psql -U apply_runner -c 'SET ROLE apply_owner' -c 'UPDATE dbalign.state SET patch_number = 7' apply_roles", 1,
			"SET\n", "permission denied for schema dbalign" },
		{ "dbalign -C apply_roles --env dev apply", 2, NULL, "00002_reset.sql:1:1" },
		{ "psql -c 'DROP OWNED BY apply_runner, apply_owner' -c 'DROP ROLE apply_runner, apply_owner' apply_roles", 0, "*",
			"*" },
		{ 0 },
	});
}

/* What a change sets for the session, and what it raises: the next one has the settings that it expects. */
Test(apply, settings_and_notices)
{
	begin("apply_settings");
	put_change("00001_set",
		"SET search_path = public;\nSET statement_timeout = '7s';\nDO $$ BEGIN RAISE NOTICE 'seven rows moved'; END $$;",
		"SELECT 1;", "SELECT true;", "SELECT current_setting('search_path') = 'pg_catalog';");
	put_change("00002_see", "SELECT 1;", "SELECT 1;",
		"SELECT current_setting('search_path') = 'pg_catalog' AND current_setting('statement_timeout') = '0';",
		"SELECT current_setting('lock_timeout') = '2s';");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 0, "NOTICE: seven rows moved\n00001_set applied", NULL },
		{ 0 },
	});
}

Test(apply, tests)
{
	begin("apply_tests");
	put_three();
	put("test/00002_rows.sql", "INSERT INTO public.t VALUES (6);\nSELECT count(*) = 6 FROM public.t;\n");
	put("test/00002_rows_tap.sql", "SELECT '1..2'::text;\nSELECT 'ok 1 - one'::text;\nSELECT 'not ok 2 - two'::text;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 9, "not ok: test/00002_rows_tap.sql: line 3: not ok 2 - two: not ok\n",
			"1 of 2 files of tests failed; what they did was rolled back, and the changes stay" },
		{ "test", 9, "tests: 2 files, 3 assertions, 1 files failed\n", "*" },
		{ 0 },
	});
	cr_expect(is_whole_at(3), "tests have left something");
}

Test(apply, drift_and_adopt)
{
	begin("apply_drift");
	put("env/test.yaml", "stage: DEV\nplace: apply_drift\n");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply", 0, "*", NULL }, { "drift", 0, "*", NULL }, { 0 } });
	more("apply_drift", "CREATE INDEX by_hand ON public.t (a)");
	dbalign_rows((const struct expected[]){ { "drift", 10, "by_hand", NULL }, { 0 } });
	put_change("00004_more", "CREATE TABLE public.u ();", "DROP TABLE public.u;", "SELECT true;", "SELECT true;");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 10, NULL, "by_hand" },
		{ 0 },
	});
	more("apply_drift", "DROP INDEX public.by_hand");
	dbalign_rows((const struct expected[]){ { "apply", 0, "at 00004_more\n", NULL }, { 0 } });
	run_rows((const struct expected[]){
		{ "db2yaml db:apply_drift -o apply_drift/expect/00004_more.yaml", 0, "*", "*" }, { 0 } });
	more("apply_drift", "DROP SCHEMA dbalign CASCADE; CREATE VIEW public.extra AS SELECT 1 AS one");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "adopt --at 4", 10, NULL, "view public.extra: not wanted" },
		{ 0 },
	});
	more("apply_drift", "DROP VIEW public.extra");
	dbalign_rows((const struct expected[]){
		{ "adopt --at 3", 2, NULL, "has no expect/00003_column.yaml" },
		{ "adopt --at 4", 0, "apply_drift: at 00004, without anything having been run\n", NULL },
		{ "adopt --at 4", 14, NULL, "is at 00004 already" },
		{ "apply", 0, "nothing to do", NULL },
		{ "verify", 0, "4 of them as they were applied", NULL },
		{ "down --to 3", 0, "00004_more taken back", NULL },
		{ 0 },
	});
}

Test(apply, expect)
{
	begin("apply_expect");
	put_change("00001_table", "CREATE TABLE public.t (a integer);", "DROP TABLE public.t;", "SELECT true;", "SELECT true;");
	put("expect/00001_table.yaml",
		"schema public:\n  description: standard public schema\n  table t:\n    columns:\n    - a:\n        type: bigint\n");
	put("env/dev.yaml", "stage: DEV\nplace: apply_expect\nexpect: true\n");
	run_rows((const struct expected[]){
		{ "dbalign -C apply_expect hash", 0, "*", NULL },
		{ "dbalign -C apply_expect --env dev apply", 9, NULL,
			"column a of table public.t: type: wanted \"bigint\", found \"integer\"" },
		{ "psql -Atc \"SELECT to_regclass('public.t') IS NULL\" apply_expect", 0, "t\n", NULL },
		{ "rm apply_expect/expect/*; dbalign -C apply_expect hash && dbalign -C apply_expect -d apply_expect apply && "
		  "db2yaml db:apply_expect >expected &&"
		  " dbalign -C apply_expect -d apply_expect down --to 0 && mv expected apply_expect/expect/00001_table.yaml && "
		  "dbalign -C apply_expect hash",
			0, "*", "*" },
		{ "dbalign -C apply_expect --env dev apply", 0, "at 00001_table\n", NULL },
		{ 0 },
	});
}

Test(apply, stored_rollback)
{
	begin("apply_stored");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply", 0, "*", NULL }, { 0 } });
	run_rows((const struct expected[]){
		{ "rm -r apply_stored/*/00003_*; dbalign -C apply_stored hash", 0, "*", NULL },
		{ 0 },
	});
	dbalign_rows((const struct expected[]){
		{ "status", 2, NULL, "is at 00003, and the project ends at 00002" },
		{ "down --to 2", 2, NULL, "use the checkout that the database was brought up with" },
		{ "down --to 2 --use-stored", 0, "00003_column taken back", NULL },
		{ "status", 0, "at 00002_rows, 0 pending", NULL },
		{ 0 },
	});
}

/* plan() of pgTAP makes temporary tables, which a read-only transaction does not permit, and of which a second plan complains. */
Test(apply, plans_of_pgtap)
{
	static const char tap[] =
		"SELECT public.plan(1);\nINSERT INTO public.t VALUES (7);\nSELECT (CASE WHEN count(*) = 1 THEN 'ok 1' ELSE 'not "
		"ok 1' END)::text FROM public.t;\n";

	begin("apply_tap");
	more("apply_tap",
		"CREATE FUNCTION plan(n integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE tcache (n integer); "
		"RETURN '1..' || n; END $$");
	put_change("00001_t", "CREATE TABLE public.t (a integer);", "DROP TABLE public.t;",
		"SELECT public.plan(1);\nSELECT 'ok 1'::text;", tap);
	put("test/00001_t.sql", tap);
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 0, "apply_tap: at 00001_t\n", "*" },
		{ "test", 0, "*", "*" },
		{ "down --to 0", 0, "00001_t taken back", NULL },
		{ 0 },
	});
	put("post/00001_t.sql", "SELECT public.plan(1);\nSELECT 'not ok 1 - no'::text;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 9, NULL, "post assertion 1 does not hold: not ok" },
		{ 0 },
	});
	g_autofree char *rows = ask("SELECT to_regclass('public.t') IS NULL");
	cr_expect_str_eq(rows, "t");
}
