/* What an environment asks for: a window, values of variables, what becomes of a run that fails. */
#include "migrate/window.h"
#include "tests/runner/help.h"

TestSuite(environments, .fini = clean_up);

Test(environments, windows)
{
	static const struct {
		const char *window, *time;
		bool open;
	} rows[] = {
		{ "22:00-05:00 Europe/Zurich", "2026-01-15T21:00:00Z", true }, /* 22:00 there */
		{ "22:00-05:00 Europe/Zurich", "2026-01-15T20:59:59Z", false },
		{ "22:00-05:00 Europe/Zurich", "2026-07-15T20:00:00Z", true }, /* in summer, too */
		{ "22:00-05:00 Europe/Zurich", "2026-07-15T02:59:00Z", true },
		{ "22:00-05:00 Europe/Zurich", "2026-07-15T03:00:00Z", false },
		{ "09:30-17:00 UTC", "2026-07-15T09:30:00Z", true },
		{ "09:30-17:00 UTC", "2026-07-15T09:29:59Z", false },
		{ "09:30-17:00 UTC", "2026-07-15T17:00:00Z", false },
		{ "00:00-00:00 UTC", "2026-07-15T00:00:00Z", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(rows[i].time, NULL);
		cr_expect(window_contains(rows[i].window, g_date_time_to_unix(time)) == rows[i].open, "%s at %s", rows[i].window,
			rows[i].time);
	}
	cr_expect(window_is_valid("22:00-05:00"));
	cr_expect_not(window_is_valid("22:00-05:00 Europe/Zuerich"));
}

Test(environments, window)
{
	begin("environment_window");
	put_three();
	g_autoptr(GDateTime) now = g_date_time_new_now_utc(), later = g_date_time_add_hours(now, 2),
			     end = g_date_time_add_hours(now, 3);
	g_autofree char *from = g_date_time_format(later, "%H:%M"), *to = g_date_time_format(end, "%H:%M");
	g_autofree char *text = g_strdup_printf("stage: PRD\nplace: environment_window\ndrift: off\nwindow: %s-%s UTC\n", from, to);
	put("env/test.yaml", text);
	dbalign_rows((const struct expected[]){
		{ "apply", 14, NULL, "nothing was done: --any-time" },
		{ "apply --dry-run", 0, "*", NULL },
		{ "apply --any-time", 0, "at 00003_column\n", NULL },
		{ "apply", 0, "nothing to do", NULL },
		{ "down --to 2", 14, NULL, "nothing was done: --any-time" },
		{ 0 },
	});
	put("env/test.yaml", "stage: PRD\nplace: environment_window\nwindow: 9-17\n");
	dbalign_rows(
		(const struct expected[]){ { "apply", 1, NULL, "env/test.yaml:3:9: \"window\": expected what matches" }, { 0 } });
	put("env/test.yaml", "stage: PRD\nplace: environment_window\nwindow: 09:00-17:00 Moon\n");
	dbalign_rows((const struct expected[]){ { "apply", 1, NULL, "the time zone is not known" }, { 0 } });
}

/* A run that fails takes back what it has applied, and nothing that was there before it. */
Test(environments, revert_run)
{
	begin("environment_revert");
	put_three();
	put_change("00004_bad", "SELECT 1 / 0;\n", "SELECT 1;\n", "SELECT true;\n", "SELECT true;\n");
	put("env/test.yaml", "stage: QAT\nplace: environment_revert\ndrift: off\non_failure: revert-run\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --to 1", 0, "*", NULL },
		{ "apply", 8, "00002_rows taken back",
			"22012: division by zero\n    rolled back; the database is at 00003: correct the change (`dbalign hash` "
			"takes it into the manifest) and "
			"run again\n    what the run had applied before was taken back; the database is at 00001\n" },
		{ "log", 0, "00002_rows down applied", NULL },
		{ 0 },
	});
	cr_expect(is_whole_at(1), "it is at %d", whole_number());
	/* a test that fails is a failure of the run; what has no way back stays */
	put("test/00003_column.sql", "SELECT false;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --to 3", 9, "*", "taken back; the database is at 00001" },
		{ "apply --to 3 --no-tests", 0, "*", NULL },
		{ "down --to 1", 0, "*", NULL },
		{ 0 },
	});
	AUTO_OUTCOME removed = run("rm environment_revert/rollback/00002_rows.sql");
	cr_assert_eq(removed.status, 0);
	put("build/00002_rows.sql", "-- irreversible: no\nINSERT INTO public.t SELECT g FROM generate_series(1, 5) g;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --to 3", 9, "*", "which stopped: 00002_rows is irreversible" },
		{ 0 },
	});
	cr_expect(is_whole_at(3), "it is at %d", whole_number());
}

/* What a variable stands for is known before there is a connection, also of what is read as a setting alone. */
Test(environments, variables_without_value)
{
	begin("environment_values");
	put_three();
	put_change("00004_one", "-- vars: a text\nSELECT 1;\n", "SELECT 1;\n", "SELECT true;\n", "SELECT\n  :'a' = 'x';\n");
	put("env/test.yaml", "stage: DEV\nplace: dbname=none host=/nowhere\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 1, NULL, "post/00004_one.sql:2:3: variable \"a\" has no value in environment test; nothing was done" },
		{ "apply --to 3", 5, NULL, "/nowhere" },
		{ "down --to 4", 5, NULL, "/nowhere" },
		{ "down --to 3", 1, NULL, "variable \"a\" has no value" },
		{ "plan", 1, NULL, "variable \"a\" has no value" },
		{ "apply --set a=x", 5, NULL, "/nowhere" },
		{ 0 },
	});
	put("post/00004_one.sql", "SELECT current_setting('patch.a') = 'x';\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 1, NULL, "build/00004_one.sql:1:1: variable \"a\" has no value" },
		{ 0 },
	});
	put("post/00004_one.sql", "SELECT :'b' = 'x';\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --set a=x", 1, NULL, "post/00004_one.sql:1:8: variable \"b\" is not declared" },
		{ 0 },
	});
}

/* A script that sets its roles itself has to end as whom it began. */
Test(environments, role_self)
{
	begin("environment_self");
	more("environment_self", "CREATE ROLE environment_other");
	put_change("00001_self", "-- role: self\nSET SESSION AUTHORIZATION environment_other;\nSELECT 1;\n", "SELECT 1;\n",
		"SELECT true;\n", "SELECT true;\n");
	put_change("00002_back",
		"-- role: self\nSET SESSION AUTHORIZATION environment_other;\nSELECT 1;\nRESET SESSION AUTHORIZATION;\nSET ROLE "
		"environment_other;\n",
		"SELECT 1;\n", "SELECT true;\n", "SELECT current_user = session_user;\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 8, NULL,
			"build/00001_self.sql:3:1: the file ends as session user environment_other: RESET SESSION AUTHORIZATION" },
		{ 0 },
	});
	put("build/00001_self.sql", "SELECT 1;\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply", 0, "at 00002_back\n", NULL }, { 0 } });
	more("environment_self", "DROP ROLE environment_other");
}

/* A draft is applied in DEV alone, behind all others, and again when it was edited or has got its number. */
Test(environments, drafts)
{
	begin("environment_drafts");
	put_three();
	put_change("XXXXX_b", "CREATE TABLE public.b ();\n", "DROP TABLE public.b;\n", "SELECT true;\n", "SELECT true;\n");
	put_change("XXXXX_a", "CREATE TABLE public.a ();\n", "DROP TABLE public.a;\n", "SELECT true;\n", "SELECT true;\n");
	put("env/dev.yaml", "stage: DEV\nplace: environment_drafts\ndev: true\ndrift: off\n");
	run_rows((const struct expected[]){
		{ "dbalign -C environment_drafts --env dev status", 0, "  00003_column\n  XXXXX_a\n  XXXXX_b\n", NULL },
		{ "dbalign -C environment_drafts --env dev apply", 0, "at XXXXX_b\n", NULL },
		{ "dbalign -C environment_drafts --env dev apply", 0, "nothing to do", NULL },
		{ "dbalign -C environment_drafts --env test apply", 2, NULL,
			"or, where these are drafts, an environment with `dev: true`" },
		{ 0 },
	});
	put("build/XXXXX_b.sql", "CREATE TABLE public.b (b integer);\n");
	run_rows((const struct expected[]){
		{ "dbalign -C environment_drafts --env dev status", 0,
			"1 drafts were edited since: apply rolls them back first\n  XXXXX_b\n", NULL },
		{ "dbalign -C environment_drafts --env dev apply -n", 14, NULL, "`dbalign down --to 4 --use-stored` before" },
		{ "dbalign -C environment_drafts --env dev apply", 0,
			"drafts that were edited since are rolled back first\n00005_b taken back (", NULL },
		{ "psql -Atc 'SELECT b FROM public.b' environment_drafts", 0, "", NULL },
		{ "dbalign -C environment_drafts renumber", 0, "*", NULL },
		{ "dbalign -C environment_drafts --env dev verify", 0, "*", NULL },
		{ "dbalign -C environment_drafts --env dev apply", 0, "at 00005_b\n", NULL },
		{ "psql -Atc 'SELECT bool_or(draft) FROM dbalign.applied' environment_drafts", 0, "f\n", NULL },
		{ "dbalign -C environment_drafts --env test apply", 0, "nothing to do", NULL },
		{ 0 },
	});
	/* what was applied below the drafts is never taken back by itself */
	put_change("XXXXX_c", "SELECT 1;\n", "SELECT 1;\n", "SELECT true;\n", "SELECT true;\n");
	dbalign_rows((const struct expected[]){ { "status", 0, "*", NULL }, { 0 } });
	AUTO_OUTCOME applied = run("dbalign -C environment_drafts --env dev apply");
	cr_expect_eq(applied.status, 0, "%s", applied.err);
	put("build/00003_column.sql", "ALTER TABLE public.t ADD b text;\n");
	put("build/XXXXX_c.sql", "SELECT 2;\n");
	run_rows((const struct expected[]){
		{ "dbalign -C environment_drafts hash", 0, "*", NULL },
		{ "dbalign -C environment_drafts --env dev apply", 3, NULL, "below the drafts, is not what the project has" },
		{ 0 },
	});
	put("env/dev.yaml", "stage: PRD\nplace: environment_drafts\ndev: true\n");
	run_rows((const struct expected[]){
		{ "dbalign -C environment_drafts --env dev apply", 1, NULL, "\"dev\" is for stage DEV alone" }, { 0 } });
}
