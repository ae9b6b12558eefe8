/*
 * Whatever dies, and whenever: the database is wholly before or wholly after a change, the log says so, and running again finishes.
 */
#include <stdlib.h>

#include "tests/runner/help.h"

TestSuite(faults, .fini = clean_up);

/* The server may still be at what a client that was killed has sent it. */
static void wait_for_sessions(void)
{
	for (int tries = 0; tries < 400; tries++) {
		g_autofree char *sessions =
			ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
			    "'dbalign %'");
		if (strcmp(sessions, "0") == 0)
			return;
		g_usleep(10000);
	}
	cr_expect(false, "a session of dbalign does not end");
}

static void finish(const char *what)
{
	wait_for_sessions();
	int number = whole_number();
	cr_expect(number >= 0, "%s: half a change is there", what);
	AUTO_OUTCOME outcome = dbalign(0, "apply");
	cr_expect(is_whole_at(3), "%s: a plain run did not finish: %s%s", what, outcome.out, outcome.err);
	g_autofree char *running = ask("SELECT count(*) FROM dbalign.attempt WHERE result = 'running'");
	cr_expect_str_eq(running, "0", "%s: an attempt runs for ever", what);
}

/* Where, what, how it ends, and how many changes are there then. */
static const struct fault {
	const char *fault;
	int status, number;
	const char *said;
} table[] = {
	{ "lock:kill", 137, 0, "" },
	{ "attempt:kill", 137, 0, "" },
	{ "pre:kill", 137, 0, "" },
	{ "pre:kill:2", 137, 1, "" },
	{ "post:kill:2", 137, 1, "" },
	{ "record:kill", 137, 0, "" },
	{ "record:kill:3", 137, 2, "" },
	{ "commit:kill", 137, 1, "" },
	{ "commit:kill:3", 137, 3, "" },
	{ "lock:terminate", 5, 0, "the connection was lost" },
	{ "attempt:terminate", 5, 0, "the transaction was rolled back; the database is at 00000: run again" },
	{ "pre:terminate:2", 5, 1, "the transaction was rolled back; the database is at 00001: run again" },
	{ "post:terminate:2", 5, 1, "the transaction was rolled back; the database is at 00001: run again" },
	{ "record:terminate:2", 5, 1, "the connection was lost at COMMIT, which did not take place" },
	{ "commit:terminate", 5, 1, "the database is at 00001: run again" },
	{ "commit:terminate:3", 0, 3, "" },
};

Test(faults, at_each_step)
{
	begin("faults_step");
	put_three();
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		const struct fault *row = &table[i];
		more("faults_step", "DROP SCHEMA IF EXISTS dbalign CASCADE; DROP TABLE IF EXISTS public.t");
		g_autofree char *command =
			g_strdup_printf("DBALIGN_FAULT=%s $DBALIGN_FAULTY -C faults_step --env test apply", row->fault);
		AUTO_OUTCOME outcome = run(command);
		cr_expect(outcome.status == row->status, "%s: exit status %d, not %d: %s%s", row->fault, outcome.status,
			row->status, outcome.out, outcome.err);
		cr_expect(strstr(outcome.err, row->said), "%s: said %s, not %s", row->fault, outcome.err, row->said);
		wait_for_sessions();
		cr_expect(is_whole_at(row->number), "%s: it is at %d, not at %d", row->fault, whole_number(), row->number);
		finish(row->fault);
	}
}

Test(faults, a_dead_run_is_told)
{
	begin("faults_dead");
	put_three();
	AUTO_OUTCOME outcome = run("DBALIGN_FAULT=post:kill:2 $DBALIGN_FAULTY -C faults_dead --env test apply");
	cr_expect(outcome.status == 137);
	dbalign_rows((const struct expected[]){
		{ "apply", 0, "died at 00002_rows (up): nothing of it was applied\n", NULL },
		{ "show 2", 0, "00002_rows up crashed, by ", NULL },
		{ 0 },
	});
}

static const struct {
	const char *mode;
	int status, number;
	const char *out, *err;
} cuts[] = {
	{ "before 2", 5, 1, "the commit was not durable", "the connection was lost at COMMIT, which did not take place" },
	{ "answer 2", 0, 3, "the commit was durable", "" },
	{ "answer-gone 2", 12, 2, "connecting again",
		"SELECT result FROM dbalign.attempt WHERE id = 2; running dbalign again is safe" },
};

Test(faults, connection_cut_at_commit)
{
	g_autofree char *proxy = g_build_filename(g_getenv("PGCANON_SOURCE"), "tests/runner/proxy", NULL);

	begin("faults_cut");
	put_three();
	put("env/dev.yaml", "stage: DEV\nplace: faults_cut\nlock_wait: 2s\ndrift: off\n");
	for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
		more("faults_cut", "DROP SCHEMA IF EXISTS dbalign CASCADE; DROP TABLE IF EXISTS public.t");
		g_autofree char *command = g_strdup_printf("%s %s dbalign -C faults_cut --env dev apply", proxy, cuts[i].mode);
		AUTO_OUTCOME outcome = run(command);
		cr_expect(outcome.status == cuts[i].status, "%s: exit status %d: %s%s", cuts[i].mode, outcome.status, outcome.out,
			outcome.err);
		cr_expect(strstr(outcome.out, cuts[i].out) && strstr(outcome.err, cuts[i].err), "%s: %s%s", cuts[i].mode,
			outcome.out, outcome.err);
		wait_for_sessions();
		cr_expect(is_whole_at(cuts[i].number), "%s: it is at %d", cuts[i].mode, whole_number());
		finish(cuts[i].mode);
	}
	/* sent, and cut at once: either is right, as long as it is whole and told */
	more("faults_cut", "DROP SCHEMA dbalign CASCADE; DROP TABLE public.t");
	g_autofree char *command = g_strdup_printf("%s after 2 dbalign -C faults_cut --env dev apply", proxy);
	AUTO_OUTCOME outcome = run(command);
	cr_expect(outcome.status == (strstr(outcome.out, "was durable") ? 0 : 5), "exit status %d: %s%s", outcome.status,
		outcome.out, outcome.err);
	finish("after 2");
}

/*
 * The primary dies within a change: what takes its place, as long as that is a standby, takes no writes; once it is promoted,
 * running again finishes.
 */
Test(faults, failover)
{
	static const char script[] =
		"createdb faults_failover\n"
		"run() { PGHOST=$PGHOST,$PGHOST PGPORT=$PGPORT,$STANDBY dbalign -C faults_failover --env dev \"$@\" 2>&1; }\n"
		"run apply --to 1 || exit 1\n"
		"until PGPORT=$STANDBY psql -c '' faults_failover >/dev/null 2>&1; do sleep 0.1; done\n"
		"dbalign -C faults_failover -d \"port=$STANDBY dbname=faults_failover\" apply 2>&1\n"
		"echo standby $?\n"
		"run apply & " UNTIL_ASLEEP("faults_failover",
			"1") "; fail; wait $!\n"
			     "echo failed $?\n"
			     "promote; run apply\n"
			     "echo promoted $?\n"
			     "PGPORT=$STANDBY psql -AtF ' ' -c \"SELECT count(b), (SELECT string_agg(patch_number || result, ' ' ORDER BY id) "
			     "FROM dbalign.attempt)"
			     " FROM public.t\""
			     " faults_failover\n";
	g_autofree char *failover = g_build_filename(g_getenv("PGCANON_SOURCE"), "tests/runner/failover", NULL),
			*command = g_strdup_printf("%s sh ./script", failover);

	begin("faults_failover");
	put_three();
	put("build/00002_rows.sql", "INSERT INTO public.t SELECT g FROM generate_series(1, 5) g;\nSELECT pg_sleep(5);\n");
	put("env/dev.yaml", "stage: DEV\nplace: faults_failover\nlock_wait: 2s\ndrift: off\n");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { 0 } });
	run_file("script", script);
	AUTO_OUTCOME outcome = run(command);
	cr_expect(strstr(outcome.out, "standby 5\n"), "%s", outcome.out);
	cr_expect(
		strstr(outcome.out, "connection was lost") && strstr(outcome.out, "failed 5\n"), "%s%s", outcome.out, outcome.err);
	cr_expect(strstr(outcome.out, "promoted 0\n5 1applied 2crashed 2applied 3applied\n"), "%s%s", outcome.out, outcome.err);
}

/* A signal cancels the statement, which is rolled back and told; the program then ends by it. */
Test(faults, signal)
{
	begin("faults_signal");
	put_three();
	put("build/00002_rows.sql", "SELECT pg_sleep(20);\n");
	AUTO_OUTCOME outcome = run("dbalign -C faults_signal hash >hash; dbalign -C faults_signal --env test apply & " UNTIL_ASLEEP(
		"faults_signal", "1") "; kill -TERM $!; wait $!");
	cr_expect(outcome.status == 143, "exit status %d: %s%s", outcome.status, outcome.out, outcome.err);
	cr_expect(strstr(outcome.err,
			  "ERROR 57014: canceling statement due to user request\n    rolled back; the database is at 00001: it was "
			  "cancelled"),
		"%s", outcome.err);
	cr_expect(is_whole_at(1), "it is not at 1");
}

/* PGCANON_KILLS: how many. */
Test(faults, kill_9_at_random)
{
	int rounds = g_getenv("PGCANON_KILLS") ? atoi(g_getenv("PGCANON_KILLS")) : 8;
	g_autoptr(GRand) random = g_rand_new_with_seed((guint32)g_get_real_time());

	begin("faults_kill");
	put_three();
	for (int round = 0; round < rounds; round++) {
		const char *way = round % 3 == 2 ? "down --to 0" : "apply";
		g_autofree char *command = g_strdup_printf("dbalign -C faults_kill --env test %s & sleep %.3f; kill -9 $!; wait $!",
			way, g_rand_double_range(random, 0.01, 0.25));
		AUTO_OUTCOME outcome = run(command);
		wait_for_sessions();
		cr_expect(is_as_registered(), "round %d of %d: %s%s", round, rounds, outcome.out, outcome.err);
	}
	AUTO_OUTCOME up = dbalign(0, "apply");
	g_autofree char *rows = ask("SELECT count(*) FROM public.t WHERE b = 'x'");
	cr_expect_str_eq(rows, "5", "%s%s", up.out, up.err);
	dbalign_rows((const struct expected[]){ { "verify", 0, "3 of them as they were applied", NULL },
		{ "down --to 0", 0, "at 00000\n", NULL }, { "apply", 0, "*", NULL }, { 0 } });
}
