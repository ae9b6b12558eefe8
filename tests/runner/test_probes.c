/* Steps that were begun: the catalogs tell what is left of each kind of statement that cannot be in a transaction. */
#include "tests/runner/help.h"

TestSuite(probes, .fini = clean_up);

static void begin_with(const char *project, const char *sql, const char *step, const char *back)
{
	g_autofree char *build = g_strdup_printf("-- transaction: no\n-- lock_timeout: 1s\n-- retries: 0\n%s;\n", step),
			*rollback = g_strdup_printf("%s;\n", back);

	begin(project);
	more(project, sql);
	put_change("00001_step", build, rollback, "SELECT true;\n", "SELECT true;\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { 0 } });
}

/* While another session has a transaction open that it waits for: lock_timeout ends it in its middle. */
static void apply_in_the_way(const char *project, const char *sql, int status)
{
	g_autofree char *command = g_strdup_printf(
		"mkfifo hold; psql -Xq %s <hold >/dev/null & exec 3>hold; printf '%s\\\\! touch held\\n' >&3;"
		" until [ -e held ]; do sleep 0.05; done; dbalign -C %s --env test apply; a=$?; exec 3>&-; wait $!; rm hold held; exit $a",
		project, sql, project);
	AUTO_OUTCOME outcome = run(command);

	cr_expect(outcome.status == status, "exit status %d, not %d: %s%s", outcome.status, status, outcome.out, outcome.err);
	cr_expect(strstr(outcome.err, "55P03"), "%s", outcome.err);
}

/* Killed when the server has done it, and when it was not asked to yet. */
static void kill_and_resume(const char *project, const char *point, const char *told)
{
	g_autofree char *command = g_strdup_printf("DBALIGN_FAULT=%s:kill $DBALIGN_FAULTY -C %s --env test apply", point, project);
	AUTO_OUTCOME outcome = run(command);

	cr_expect(outcome.status == 137, "%s: exit status %d: %s", point, outcome.status, outcome.err);
	dbalign_rows((const struct expected[]){
		{ "resume", 0, told, NULL }, { "status", 0, "at 00001_step, 0 pending\n", NULL }, { 0 } });
}

Test(probes, label_of_an_enum)
{
	begin_with("probes_label", "CREATE TYPE public.mood AS ENUM ('glad')",
		"ALTER TYPE public.mood ADD VALUE 'sad' BEFORE 'glad'", "SELECT 1");
	kill_and_resume("probes_label", "step-run", "00001_step applied");
	g_autofree char *labels = ask("SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum");
	cr_expect_str_eq(labels, "sad glad");
	more("probes_label", "DROP SCHEMA dbalign CASCADE; DROP TYPE public.mood; CREATE TYPE public.mood AS ENUM ('glad')");
	kill_and_resume("probes_label", "step-started", "step 1 of 1, outside a transaction\n00001_step applied");
	g_autofree char *again = ask("SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum");
	cr_expect_str_eq(again, "sad glad");
}

/* REINDEX leaves an index beside, which nobody uses. */
Test(probes, reindex)
{
	begin_with("probes_reindex", "CREATE TABLE public.t (a integer PRIMARY KEY)", "REINDEX TABLE CONCURRENTLY public.t",
		"SELECT 1");
	apply_in_the_way("probes_reindex", "BEGIN; INSERT INTO public.t VALUES (1);\\n", 11);
	g_autofree char *left = ask("SELECT string_agg(indexrelid::regclass::text, ' ') FROM pg_index WHERE NOT indisvalid");
	cr_expect_str_eq(left, "t_pkey_ccnew", "%s", left);
	dbalign_rows((const struct expected[]){
		{ "status", 11, "step 1: failed\n  index public.t_pkey_ccnew is invalid\n", NULL },
		{ "resume", 0, "00001_step: DROP INDEX CONCURRENTLY public.t_pkey_ccnew\n", NULL },
		{ 0 },
	});
	g_autofree char *indexes =
		ask("SELECT string_agg(indexrelid::regclass::text, ' ') FROM pg_index WHERE indrelid = 'public.t'::regclass");
	cr_expect_str_eq(indexes, "t_pkey");
}

/* A partition that is half detached is detached to the end. */
Test(probes, detach)
{
	if (server_version() < 14)
		cr_skip_test("PostgreSQL %d does not detach concurrently", server_version());
	begin_with("probes_detach",
		"CREATE TABLE public.t (a integer) PARTITION BY LIST (a); CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES "
		"IN (1)",
		"ALTER TABLE public.t DETACH PARTITION public.t1 CONCURRENTLY",
		"ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES IN (1)");
	apply_in_the_way("probes_detach", "BEGIN; SELECT FROM public.t;\\n", 11);
	g_autofree char *pending = ask("SELECT inhdetachpending FROM pg_inherits");
	cr_expect_str_eq(pending, "t");
	dbalign_rows((const struct expected[]){
		{ "resume", 0,
			"partition public.t1 is half detached\n00001_step: ALTER TABLE public.t DETACH PARTITION public.t1 "
			"FINALIZE\n",
			NULL },
		{ "down --to 0", 0, "*", NULL },
		{ 0 },
	});
	kill_and_resume("probes_detach", "step-run", "00001_step applied");
	g_autofree char *partitions = ask("SELECT count(*) FROM pg_inherits");
	cr_expect_str_eq(partitions, "0");
}
