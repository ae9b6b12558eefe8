/* Each failure of files and statements: what is told, and that the database is as before. */
#include "tests/runner/help.h"

TestSuite(failures, .fini = clean_up);

/* A third change that fails; the files in the order of put_change(). */
static const struct {
	const char *build, *pre, *post;
	int status;
	const char *said;
} table[] = {
	{ "SELECT 1;\nCREATE TABLE public.u (\n\tid integer,\n\tx foo\n);", "SELECT true;", "SELECT true;", 8,
		"00003_bad: build/00003_bad.sql:4:4: ERROR 42704: type \"foo\" does not exist\n     x foo\n       ^\n    rolled "
		"back; the database is at "
		"00002: correct the change" },
	{ "SELECT 1;\nSELEC 2;", "SELECT true;", "SELECT true;", 8,
		"build/00003_bad.sql:2:1: ERROR 42601: syntax error at or near \"SELEC\"\n    SELEC 2;\n    ^\n" },
	{ "SELECT 1;\nSELECT 1/0;", "SELECT true;", "SELECT true;", 8, "build/00003_bad.sql:2:1: ERROR 22012: division by zero" },
	{ "CREATE TABLE public.u (a int UNIQUE);\nINSERT INTO public.u VALUES (7), (7);", "SELECT true;", "SELECT true;", 8,
		"DETAIL:  Key (a)=(7) already exists.\n" },
	{ "SELECT 1;", "SELECT true;\nSELECT count(*) > 5 FROM public.t;", "SELECT true;", 7,
		"pre/00003_bad.sql:2:1: pre assertion 2 does not hold: false\n    SELECT count(*) > 5 FROM public.t\n    nothing was "
		"changed; the database stays "
		"at 00002" },
	{ "SELECT 1;", "SELECT 1/0;", "SELECT true;", 7, "pre/00003_bad.sql:1:1: ERROR 22012" },
	{ "SELECT 1;", "SELECT 1;", "SELECT true;", 7, "pre/00003_bad.sql: it asserts nothing" },
	{ "SELECT 1;", "DELETE FROM public.t;", "SELECT true;", 7,
		"ERROR 25006: cannot execute DELETE in a read-only transaction" },
	{ "DELETE FROM public.t;", "SELECT true;", "SELECT 1;", 9, "post/00003_bad.sql: it asserts nothing" },
	{ "DELETE FROM public.t;", "SELECT true;", "SELECT count(*) = 5 FROM public.t;", 9,
		"post assertion 1 does not hold: false" },
	{ "SELECT 1;", "SELECT true;", "SELECT NULL::boolean;", 9, "post assertion 1 does not hold: NULL" },
	{ "SELECT 1;", "SELECT true;", "SELECT true WHERE false;", 9, "post assertion 1 does not hold: no row" },
	{ "SELECT 1;", "SELECT true;", "SELECT a < 5 FROM public.t ORDER BY a;", 9, "post assertion 1 does not hold: false" },
	{ "SELECT 1;", "SELECT true;", "-- expect: none\nSELECT a FROM public.t WHERE a > 3 ORDER BY a;", 9,
		"post assertion 1 does not hold: 2 rows: 4; 5" },
	{ "SELECT 1;", "SELECT true;", "SELECT '1..2'::text;\nSELECT 'ok 1'::text;", 9, "plan of 2 tests" },
	{ "SELECT 1;", "SELECT true;", "SELECT 'ok 1'::text;\nSELECT E'not ok 2 - x\\n# Failed'::text;", 9,
		"post assertion 2 does not hold: not ok\n    not ok 2 - x" },
	{ "SELECT 1;", "SELECT true;", "INSERT INTO public.t VALUES (1);\nSELECT true;", 9, "ERROR 25006" },
	{ "SELECT $1;", "SELECT true;", "SELECT true;", 8, "build/00003_bad.sql:1:1: ERROR 08P01" },
	{ "DO $$ BEGIN RAISE 'x' USING ERRCODE = '57P01'; END $$;", "SELECT true;", "SELECT true;", 8,
		"build/00003_bad.sql:1:1: ERROR 57P01: x" },
	{ "COMMIT;", "SELECT true;", "SELECT true;", 2, "build/00003_bad.sql:1:1" },
	{ "DO $$ BEGIN COMMIT; END $$;", "SELECT true;", "SELECT true;", 2, "build/00003_bad.sql:1:13: ends the transaction" },
	{ "DO $$ BEGIN EXECUTE 'COM' || 'MIT'; END $$;", "SELECT true;", "SELECT true;", 8,
		"build/00003_bad.sql:1:1: ERROR 0A000" },
	{ "CREATE TABLE public.u (); SELECT :'nosuch';", "SELECT true;", "SELECT true;", 1,
		"build/00003_bad.sql:1:34: variable \"nosuch\" is not declared" },
	{ "COPY public.t FROM STDIN;", "SELECT true;", "SELECT true;", 2, "build/00003_bad.sql:1:1" },
	{ "-- min_pg: 99\nSELECT 1;", "SELECT true;", "SELECT true;", 14, "needs PostgreSQL 99" },
	{ "-- data_loss: yes\nDELETE FROM public.t;", "SELECT true;", "SELECT true;", 14, "--allow-data-loss allows it" },
};

static bool is_at_two(void)
{
	g_autofree char *state = ask(
		"SELECT s.patch_number || ' ' || (SELECT count(*) FROM dbalign.applied) || ' ' || (SELECT count(*) FROM public.t) "
		"|| ' ' ||"
		" (to_regclass('public.u') IS NULL) || ' ' || (SELECT count(*) FROM dbalign.attempt WHERE result = 'running') "
		"FROM dbalign.state s");

	return strcmp(state, "2 2 5 true 0") == 0;
}

Test(failures, of_one_change)
{
	begin("failures_one");
	put_three();
	run_rows((const struct expected[]){ { "rm failures_one/*/00003_* && dbalign -C failures_one hash", 0, "*", NULL }, { 0 } });
	dbalign_rows((const struct expected[]){ { "apply", 0, "*", NULL }, { 0 } });
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		put_change("00003_bad", table[i].build, "SELECT 1;", table[i].pre, table[i].post);
		AUTO_OUTCOME outcome = run("dbalign -C failures_one hash >hash && dbalign -C failures_one --env test apply");
		cr_expect(outcome.status == table[i].status && strstr(outcome.err, table[i].said), "row %zu: exit status %d: %s", i,
			outcome.status, outcome.err);
		cr_expect(is_at_two(), "row %zu (%s) has left something", i, table[i].build);
	}
	dbalign_rows((const struct expected[]){
		{ "status", 0, "last failure: ", NULL },
		{ "show 3", 0, "ERROR 42704: type \"foo\" does not exist\n  statement: CREATE TABLE public.u", NULL },
		{ "show 3 --json", 0, "\"value\": \"2 rows: 4; 5\"", NULL },
		{ 0 },
	});
	AUTO_OUTCOME journal =
		run("cat journal/*.jsonl | python3 -c 'import json, sys; print(sum(json.loads(l)[\"event\"] == \"end\" for l in "
		    "sys.stdin))'");
	g_autofree char *failed = ask("SELECT count(*) FROM dbalign.attempt WHERE result = 'failed'");
	cr_expect_str_eq(g_strchomp(journal.out), failed, "the journal tells other failures");
}

/* A change that alters the state, a registry that cannot be written, for which the journal stands in, and one of version 1. */
Test(failures, of_the_registry)
{
	begin("failures_registry");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply --to 1", 0, "*", NULL }, { 0 } });
	put("build/00002_rows.sql", "UPDATE dbalign.state SET patch_number = 7;\n");
	put("post/00002_rows.sql", "SELECT true;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 6, NULL, "the state of the database was changed by somebody else meanwhile" },
		{ 0 },
	});
	cr_expect(is_whole_at(1), "it is not at 1");
	more("failures_registry",
		"CREATE FUNCTION public.is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space' USING ERRCODE = "
		"'53100'; END $$;"
		" CREATE TRIGGER is_full BEFORE UPDATE ON dbalign.attempt FOR EACH ROW WHEN (NEW.result = 'failed') EXECUTE "
		"FUNCTION public.is_full()");
	dbalign_rows(
		(const struct expected[]){ { "apply", 6, "the failure could not be recorded in the database (", "*" }, { 0 } });
	AUTO_OUTCOME journal = run("tail -n 2 journal/shop.test.jsonl journal/failures_registry.test.jsonl 2>/dev/null");
	cr_expect(
		strstr(journal.out, "\"event\":\"end\"") && strstr(journal.out, "was changed by somebody else"), "%s", journal.out);
	more("failures_registry", "DROP FUNCTION public.is_full CASCADE");
	put_three();
	dbalign_rows(
		(const struct expected[]){ { "apply", 0, "died at 00002_rows (up): nothing of it was applied\n", NULL }, { 0 } });
	cr_expect(is_whole_at(3), "it is not at 3");
	more("failures_registry",
		"ALTER TABLE dbalign.release_seen DROP outcome, DROP tests; UPDATE dbalign.state SET registry_version = 1");
	dbalign_rows((const struct expected[]){ { "status", 0, "*", NULL }, { "down --to 2", 0, "*", NULL }, { 0 } });
	g_autofree char *upgraded =
		ask("SELECT registry_version || coalesce((SELECT outcome FROM dbalign.release_seen), '') FROM dbalign.state");
	cr_expect_str_eq(upgraded, "2", "the registry has version %s", upgraded);
	more("failures_registry", "DROP TABLE dbalign.state");
	dbalign_rows((const struct expected[]){
		{ "status", 3, NULL, "schema \"dbalign\" is there, and has no table \"state\"" },
		{ "apply", 3, NULL, "nothing was done: restore it from a backup" },
		{ 0 },
	});
}

/* A rollback that the registry has kept is not looked at as files are: one that ends its transaction is found when it does. */
Test(failures, of_a_transaction_that_is_left)
{
	begin("failures_left");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply --to 1", 0, "*", NULL }, { 0 } });
	more("failures_left", "UPDATE dbalign.applied SET rollback = 'DROP TABLE public.t; COMMIT; SELECT 1'");
	dbalign_rows((const struct expected[]){
		{ "down --to 0 --use-stored", 11, "*", "1:22: the statement ended the transaction" },
		{ "status", 11, "stopped halfway: 00001_table (down)\n", NULL },
		{ "apply", 11, NULL, "change 00001 ended its own transaction" },
		{ "resume", 11, NULL, "change 00001 ended its own transaction, so it cannot be resumed" },
		{ 0 },
	});
	more("failures_left", "CREATE TABLE public.t (a integer)");
	dbalign_rows((const struct expected[]){
		{ "resolve 1 --redo --note 'the table is there again'", 0, "it counts as never begun", NULL },
		{ "apply", 0, "at 00003_column\n", NULL },
		{ 0 },
	});
	cr_expect(is_whole_at(3), "it is not at 3");
}

Test(failures, of_files)
{
	begin("failures_files");
	put_three();
	dbalign_rows((const struct expected[]){ { "apply --to 2", 0, "*", NULL }, { 0 } });
	put("build/00003_column.sql", "SELECT 1;\n");
	dbalign_rows((const struct expected[]){ { "apply", 3, NULL, "build/00003_column.sql: its SHA-256 is" }, { 0 } });
	put_three();
	put("build/00001_table.sql", "CREATE TABLE public.t (a integer);\n");
	dbalign_rows((const struct expected[]){
		{ "apply", 3, NULL, "build/00001_table.sql: its SHA-256 is" },
		{ "status", 3, NULL, "build/00001_table.sql: its SHA-256 is" },
		{ "hash", 0, "*", NULL },
		{ "apply", 3, NULL, "build/00001_table was applied at" },
		{ "status", 3, NULL, "what was applied is never changed: restore the file" },
		{ "verify", 3, NULL, "build/00001_table was applied at" },
		{ "down --to 1", 3, NULL, "*" },
		{ 0 },
	});
	put_three();
	run_rows((const struct expected[]){ { "rm failures_files/post/00003_column.sql", 0, NULL, NULL }, { 0 } });
	dbalign_rows((const struct expected[]){ { "apply", 2, NULL, "post/00003_column.sql" }, { 0 } });
	put_three();
	put("rollback/00002_rows.sql", "SELECT 1;\n");
	dbalign_rows(
		(const struct expected[]){ { "hash", 0, "*", NULL }, { "down --to 1", 3, NULL, "rollback/00002_rows" }, { 0 } });
	put_three();
	cr_expect(whole_number() == 2, "it is not at 2");
}

/* The whole way is checked before its first change: of two changes down, the second one is irreversible. */
Test(failures, no_way_back)
{
	begin("failures_back");
	put_three();
	put_change("00002_rows", "-- irreversible: the rows are gone\nINSERT INTO public.t SELECT g FROM generate_series(1, 5) g;",
		NULL, "SELECT true;", "SELECT true;");
	run_rows((const struct expected[]){
		{ "rm failures_back/rollback/00002_rows.sql && dbalign -C failures_back hash", 0, "*", NULL }, { 0 } });
	dbalign_rows((const struct expected[]){
		{ "apply", 0, "*", NULL },
		{ "down --to 1", 14, NULL, "00002_rows is irreversible: the rows are gone; nothing was done" },
		{ "down --to 2", 0, "at 00002_rows", NULL },
		{ 0 },
	});
}

/* What must hold before a change must hold again when it is taken back. */
Test(failures, rollback_that_does_not)
{
	begin("failures_rollback");
	put("env/test.yaml", "stage: DEV\nplace: failures_rollback\n");
	put_change(
		"00001_table", "CREATE TABLE public.t ();", "SELECT 1;", "SELECT to_regclass('public.t') IS NULL;", "SELECT true;");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 0, "*", NULL },
		{ "down --to 0", 9, NULL, "pre/00001_table.sql:1:1: pre assertion 1 does not hold: false" },
		{ "status", 0, "at 00001_table, 0 pending", NULL },
		{ 0 },
	});
	put("rollback/00001_table.sql", "DROP TABLE public.t; CREATE TABLE public.u ();");
	more("failures_rollback", "UPDATE dbalign.applied SET rollback = 'DROP TABLE public.t; CREATE TABLE public.u ();'");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "down --to 0 --use-stored", 9, NULL, "the rollback does not restore the schema as it was before the change" },
		{ 0 },
	});
}

Test(failures, of_places)
{
	begin("failures_places");
	put_three();
	put("env/other.yaml", "stage: DEV\nplace: failures_places\ndatabase: prd\n");
	put("env/nowhere.yaml", "stage: DEV\nplace: host=/nowhere dbname=x\n");
	put("env/asks.yaml", "stage: PRD\nplace: failures_places\nconfirm: prd\n");
	run_rows((const struct expected[]){
		{ "dbalign -C failures_places --env other apply", 1, NULL,
			"environment other is for database \"prd\", and this is \"failures_places\"; nothing was done" },
		{ "dbalign -C failures_places --env nowhere status", 5, NULL, "/nowhere/" },
		{ "dbalign -C failures_places --env asks apply </dev/null", 14, NULL, "--confirm prd gives it" },
		{ "dbalign -C failures_places --env asks apply --to 1 --confirm prd", 0, "at 00001_table", NULL },
		{ "dbalign init other && cp -r failures_places/build failures_places/rollback failures_places/pre "
		  "failures_places/post other && dbalign -C "
		  "other hash",
			0, "*", NULL },
		{ "dbalign -C other -d failures_places apply", 1, NULL, "the database belongs to project \"failures_places\"" },
		{ 0 },
	});
	cr_expect(whole_number() == 1, "something was done");
}
