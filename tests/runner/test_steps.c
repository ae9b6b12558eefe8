/* Changes outside transactions: steps, what is left behind, resume and resolve. */
#include "tests/runner/help.h"

TestSuite(steps, .fini = clean_up);

static const char concurrently[] =
	"-- transaction: no\n-- lock_timeout: 10s\nCREATE INDEX CONCURRENTLY t_a ON public.t (a);\nCREATE UNIQUE INDEX "
	"CONCURRENTLY t_u ON public.t (a);\n";

static void put_steps(void)
{
	put_change("00001_table", "CREATE TABLE public.t (a integer);\nINSERT INTO public.t VALUES (1), (2);",
		"DROP TABLE public.t;", "SELECT true;", "SELECT true;");
	put_change("00002_indexes", concurrently, "DROP INDEX CONCURRENTLY public.t_u;\nDROP INDEX CONCURRENTLY public.t_a;",
		"SELECT to_regclass('public.t_u') IS NULL; INSERT INTO contract SELECT 'rows', count(*) FROM public.t;",
		"SELECT count(*) = 2 FROM pg_index WHERE indrelid = 'public.t'::regclass AND indisvalid;\n"
		"SELECT count(*) = (SELECT value::int FROM contract WHERE key = 'rows') FROM public.t;");
}

Test(steps, up_and_down)
{
	begin("steps_up");
	put_steps();
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --dry-run", 14, NULL,
			"00002_indexes runs outside transactions (`transaction: no`), so it cannot be part of one" },
		{ "apply", 0, "00002_indexes: step 2 of 2, outside a transaction\n00002_indexes applied", NULL },
		{ "show 2", 0, "  step 1 done: CREATE INDEX CONCURRENTLY t_a", NULL },
		{ "show 2", 0, "  contract rows: 2\n", NULL },
		{ "resume", 0, "there is nothing to resume; the database is at 00002\n", NULL },
		{ "resolve 2 --done --note x", 1, NULL, "no change has stopped halfway" },
		{ "down --to 1", 0, "00002_indexes: step 2 of 2", NULL },
		{ "status", 0, "at 00001_table, 1 pending\n", NULL },
		{ 0 },
	});
	g_autofree char *indexes = ask("SELECT count(*) FROM pg_index WHERE indrelid = 'public.t'::regclass");
	cr_expect_str_eq(indexes, "0");
}

/* A unique index over rows that are not: it stays behind, invalid. */
Test(steps, invalid_index)
{
	begin("steps_invalid");
	put_steps();
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply --to 1", 0, "*", NULL }, { 0 } });
	more("steps_invalid", "INSERT INTO public.t VALUES (2)");
	dbalign_rows((const struct expected[]){
		{ "apply", 11, "*", "build/00002_indexes.sql:4:1: ERROR 23505: could not create unique index \"t_u\"" },
		{ "status", 11,
			"stopped halfway: 00002_indexes (up)\n  step 1: done\n  step 2: failed\n  index public.t_u is "
			"invalid\n",
			NULL },
		{ "apply", 11, NULL, "change 00002, which runs outside transactions, has stopped halfway; nothing was done" },
		{ "down --to 0", 11, NULL, "has stopped halfway" },
		{ "resume", 11, "step 1 of 2 is done already\n", "could not create unique index" },
		{ 0 },
	});
	more("steps_invalid", "UPDATE public.t SET a = 3 WHERE ctid = (SELECT max(ctid) FROM public.t)");
	dbalign_rows((const struct expected[]){
		{ "resume", 0, "00002_indexes: DROP INDEX CONCURRENTLY public.t_u\n", NULL },
		{ "status", 0, "at 00002_indexes, 0 pending\n", NULL },
		{ 0 },
	});
}

/* The first step fails as a whole: nothing has begun, so the file may be corrected. */
Test(steps, first_step_fails)
{
	begin("steps_first");
	put_change("00001_vacuum", "-- transaction: no\nCREATE INDEX CONCURRENTLY x ON public.nosuch (a);\nVACUUM;", "SELECT 1;",
		"SELECT true;", "SELECT true;");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 8, "*", "rolled back; the database is at 00000" },
		{ "status", 0, "at 00000, 1 pending", NULL },
		{ 0 },
	});
	put("build/00001_vacuum.sql", "-- transaction: no\nCREATE TABLE nosuch.t ();\nVACUUM;\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply", 8, "*", "ERROR 3F000" },
		{ "status", 0, "at 00000, 1 pending", NULL }, { 0 } });
	put("build/00001_vacuum.sql", "-- transaction: no\nVACUUM;\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply", 0, "at 00001_vacuum\n", NULL }, { 0 } });
}

Test(steps, killed_and_resumed)
{
	static const char *const faults[] = { "step-started:kill", "step-run:kill", "step-done:kill", "step-started:kill:2",
		"step-run:terminate:2", "step-done:kill:2" };

	begin("steps_killed");
	put_steps();
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply --to 1", 0, "*", NULL }, { 0 } });
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *command =
			g_strdup_printf("DBALIGN_FAULT=%s $DBALIGN_FAULTY -C steps_killed --env test apply", faults[i]);
		AUTO_OUTCOME outcome = run(command);
		cr_expect(outcome.status == (strstr(faults[i], "kill") ? 137 : 11), "%s: exit status %d: %s", faults[i],
			outcome.status, outcome.err);
		dbalign_rows((const struct expected[]){
			{ "status", 11, "stopped halfway: 00002_indexes (up)\n", NULL },
			{ "apply", 11, "*", "`dbalign resume` goes on" },
			{ "resume", 0, "00002_indexes applied", NULL },
			{ "down --to 1", 0, "*", NULL },
			{ 0 },
		});
	}
}

/* What no catalog tells: an operator does, or the header's probe. */
Test(steps, resolve)
{
	begin("steps_resolve");
	put_change("00001_call", "-- transaction: no\nCREATE TABLE public.one ();\nCREATE TABLE public.two ();",
		"DROP TABLE public.one;\nDROP TABLE public.two;", "SELECT true;", "SELECT true;");
	put_change("00002_probed",
		"-- transaction: no\n-- probe: 1 SELECT to_regclass('public.three') IS NOT NULL\nCREATE TABLE public.three ();",
		"DROP TABLE public.three;", "SELECT true;", "SELECT true;");
	run_rows((const struct expected[]){
		{ "dbalign -C steps_resolve hash; DBALIGN_FAULT=step-run:kill $DBALIGN_FAULTY -C steps_resolve --env test apply",
			137, "*", "*" },
		{ 0 },
	});
	dbalign_rows((const struct expected[]){
		{ "resume", 11, "*", "the catalogs do not show whether step 1 is done" },
		{ "resolve 1 --step 1 --done", 1, NULL, "--note TEXT is needed" },
		{ "resolve 1 --step 3 --done --note x", 1, NULL, "change 00001 has no step 3; it has 2" },
		{ "resolve 2 --step 1 --done --note x", 1, NULL, "00001 has" },
		{ "resolve 1 --step 1 --done --note 'table one is there'", 0, "00001: noted; `dbalign resume` goes on\n", NULL },
		{ "resume", 0, "00001_call applied", NULL },
		{ "show 1", 0, "step 1: done: table one is there\n", NULL },
		{ 0 },
	});
	run_rows((const struct expected[]){
		{ "DBALIGN_FAULT=step-run:kill $DBALIGN_FAULTY -C steps_resolve --env test apply", 137, "*", "*" },
		{ 0 },
	});
	dbalign_rows((const struct expected[]){
		{ "resume", 0, "the header's probe is true\n", NULL },
		{ 0 },
	});
	run_rows((const struct expected[]){
		{ "DBALIGN_FAULT=step-started:kill $DBALIGN_FAULTY -C steps_resolve --env test down --to 1", 137, "*", "*" },
		{ 0 },
	});
	dbalign_rows((const struct expected[]){
		{ "resume", 11, "*", "the catalogs do not show whether step 1 is done" },
		{ "resolve 2 --redo --note 'it was gone'", 0, "it counts as never begun", NULL },
		{ "status", 0, "at 00002_probed, 0 pending", NULL },
		{ 0 },
	});
}
