/* Several runs at once, others in the way, and servers that refuse. */
#include <sys/stat.h>
#include <unistd.h>

#include "tests/runner/help.h"

TestSuite(locks, .fini = clean_up);

Test(locks, twenty_at_once)
{
	begin("locks_twenty");
	put_three();
	AUTO_OUTCOME outcome =
		run("for i in $(seq 20); do dbalign -C locks_twenty --env test apply >out$i 2>&1 & pids=\"$pids $!\"; done; bad=0; "
		    "for p in $pids; do wait $p || "
		    "bad=1; done;"
		    " cat out*; exit $bad");
	cr_expect(outcome.status == 0, "%s%s", outcome.out, outcome.err);
	cr_expect(is_whole_at(3), "%s", outcome.out);
	g_autofree char *applied = ask("SELECT string_agg(patch_number || result, ' ' ORDER BY id) FROM dbalign.attempt");
	cr_expect_str_eq(applied, "1applied 2applied 3applied");
}

/* CREATE INDEX CONCURRENTLY waits for all snapshots: those who wait for the lock have none. */
Test(locks, concurrent_index_with_one_that_waits)
{
	begin("locks_index");
	put_change("00001_table", "CREATE TABLE public.t (a integer);", "DROP TABLE public.t;", "SELECT true;", "SELECT true;");
	put_change("00002_index",
		"-- transaction: no\n-- lock_timeout: 20s\nSELECT pg_sleep(0.5);\nCREATE INDEX CONCURRENTLY i ON public.t (a);",
		"SELECT 1;\nDROP INDEX CONCURRENTLY public.i;", "SELECT true;", "SELECT true;");
	AUTO_OUTCOME outcome = run(
		"cd locks_index && dbalign hash >/dev/null && { dbalign --env test apply & dbalign --env test apply; a=$?; wait "
		"$! && exit $a; }");
	cr_expect(outcome.status == 0, "%s%s", outcome.out, outcome.err);
	cr_expect(strstr(outcome.out, "waiting for \"dbalign test "), "nobody waited: %s", outcome.out);
}

/* Others see a change outside transactions that is in its middle: it has not stopped, and they wait. */
Test(locks, in_its_middle)
{
	begin("locks_middle");
	put_change("00001_slow", "-- transaction: no\nSELECT pg_sleep(2);\nCREATE TABLE public.t (a integer);",
		"DROP TABLE public.t;", "SELECT true;", "SELECT true;");
	AUTO_OUTCOME outcome =
		run("cd locks_middle && dbalign hash >/dev/null && { dbalign --env test apply >first & "
		    "until psql -XAtc 'SELECT incomplete FROM dbalign.state' locks_middle 2>/dev/null | grep -q .; do sleep 0.05; "
		    "done; "
		    "dbalign --env test status && { dbalign --env test resume & dbalign --env test apply && wait; } }");
	cr_expect(outcome.status == 0, "%s%s", outcome.out, outcome.err);
	cr_expect(strstr(outcome.out, "running: 00001_slow") && !strstr(outcome.out, "stopped"), "%s", outcome.out);
	cr_expect(strstr(outcome.out, "waiting for \"dbalign test ") &&
			  strstr(outcome.out, "there is nothing to resume; the database is at 00001"),
		"%s", outcome.out);
}

Test(locks, not_obtained)
{
	begin("locks_wait");
	put_three();
	put("build/00003_column.sql", "SELECT pg_sleep(10);\n");
	put("env/dev.yaml", "stage: DEV\nplace: locks_wait\nlock_wait: 1s\ndrift: off\n");
	AUTO_OUTCOME outcome = run(
		"dbalign -C locks_wait hash >/dev/null; dbalign -C locks_wait --env test apply >/dev/null 2>&1 &"
		" until psql -XAtc \"SELECT 'sleeps' FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(10)%'\" locks_wait | grep -q .;"
		" do sleep 0.05; done; dbalign -C locks_wait --env dev apply; a=$?; kill -9 $!; wait $!; exit $a");
	cr_expect(outcome.status == 6, "exit status %d: %s%s", outcome.status, outcome.out, outcome.err);
	cr_expect(strstr(outcome.err, "another run has the lock: \"dbalign test ") && strstr(outcome.err, "which is at 00003"),
		"%s", outcome.err);
	/* the server process works on for a client that is dead; it is told so, and gone soon */
	dbalign_rows((const struct expected[]){ { "apply", 9, "waiting for orphan process", "*" }, { 0 } });
}

Test(locks, in_the_way)
{
	begin("locks_table");
	put_three();
	put("env/dev.yaml", "stage: DEV\nplace: locks_table\nlock_timeout: 600ms\nretries: 1\ndrift: off\n");
	dbalign_rows((const struct expected[]){ { "apply --to 2", 0, "*", NULL }, { 0 } });
	AUTO_OUTCOME outcome =
		run("psql -c 'BEGIN' -c 'LOCK public.t' -c 'SELECT pg_sleep(5)' locks_table >/dev/null & sleep 0.3; dbalign -C "
		    "locks_table --env dev apply; a=$?; "
		    "kill $!; exit $a");
	cr_expect(outcome.status == 6, "exit status %d: %s%s", outcome.status, outcome.out, outcome.err);
	cr_expect(strstr(outcome.out, "trying again in 1 s (1 of 1)"), "%s", outcome.out);
	cr_expect(strstr(outcome.err, "ERROR 55P03: canceling statement due to lock timeout") &&
			  strstr(outcome.err, "it waited for AccessExclusiveLock on public.t, blocked by process") &&
			  strstr(outcome.err, " psql (postgres)"),
		"%s", outcome.err);
	g_autofree char *tries = ask(
		"SELECT count(*) || ' ' || count(blockers) FROM dbalign.attempt WHERE result = 'failed' AND sqlstate = '55P03'");
	cr_expect_str_eq(tries, "2 2");
	cr_expect(is_whole_at(2), "it is not at 2");
}

Test(locks, pooler)
{
	static const char pooler[] =
		"umask 022; chmod a+rwx .; cat >ini <<END\n"
		"[databases]\n* = host=$PGHOST port=${PGPORT:-5432} user=$(psql -XAtc 'SELECT current_user' postgres)\n"
		"[pgbouncer]\nlisten_addr =\nunix_socket_dir = $PWD\nlisten_port = 6434\nauth_type = any\npool_mode = "
		"transaction\ndefault_pool_size = "
		"1\nlogfile = $PWD/log\n"
		"ignore_startup_parameters = extra_float_digits\nEND\n"
		"if [ $(id -u) = 0 ]; then user=\"-u $(stat -c %U $PGHOST/.s.PGSQL.*[0-9])\"; fi\npgbouncer -q $user ini "
		"2>/dev/null &\n"
		"i=0; until [ -S .s.PGSQL.6434 ] || [ $i = 50 ]; do i=$((i+1)); sleep 0.1; done\n"
		"P=\"host=$PWD port=6434 dbname=locks_pool\"; dbalign -C locks_pool -d \"$P\" apply; status=$?; psql -XAtc 'SHOW "
		"search_path' \"$P\"; kill "
		"$!; wait; exit $status\n";

	begin("locks_pool");
	put_three();
	AUTO_OUTCOME there = run("command -v pgbouncer");
	if (there.status != 0)
		cr_skip_test("there is no pgbouncer");
	run_file("pooled", pooler);
	run_rows((const struct expected[]){
		{ "sh pooled", 1, "\"$user\", public\n", "the connection goes through a connection pooler, such as PgBouncer" },
		{ 0 } });
	cr_expect(is_whole_at(0), "something was done");
}

Test(locks, settings_of_the_database)
{
	begin("locks_settings");
	put_three();
	put("build/00002_rows.sql", "INSERT INTO public.t SELECT g FROM generate_series(1, 5) g;\nSELECT pg_sleep(0.6);\n");
	more("locks_settings",
		"ALTER DATABASE locks_settings SET idle_in_transaction_session_timeout = '200ms'; ALTER DATABASE locks_settings "
		"SET statement_timeout = '300ms';"
		" ALTER DATABASE locks_settings SET default_transaction_isolation = 'serializable'; ALTER DATABASE locks_settings "
		"SET search_path = nowhere");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL }, { "apply", 0, "at 00003_column", NULL }, { 0 } });
	cr_expect(is_whole_at(3), "it is not at 3");
	more("locks_settings", "ALTER DATABASE locks_settings SET default_transaction_read_only = on");
	dbalign_rows((const struct expected[]){
		{ "status", 0, "at 00003_column", NULL },
		{ "down --to 2", 5, NULL,
			"the server takes no writes (it is a standby, or default_transaction_read_only is on); nothing was done" },
		{ 0 },
	});
}

/* A tablespace of 12 MB: only root can make one. */
Test(locks, disk_full)
{
	begin("locks_disk");
	AUTO_OUTCOME made = run(
		"[ \"$(id -u)\" = 0 ] && mkdir small && chmod a+rx . && mount -t tmpfs -o size=12m none small && chown $(stat -c "
		"%U $PGHOST/.s.PGSQL.*[0-9]) "
		"small");
	if (made.status != 0)
		cr_skip_test("a small file system cannot be made: %s", made.err);
	run_rows((const struct expected[]){
		{ "psql -qc \"CREATE TABLESPACE locks_small LOCATION '$PWD/small'\" postgres", 0, NULL, NULL }, { 0 } });
	put_change("00001_table", "CREATE TABLE public.t (a integer) TABLESPACE locks_small;", "DROP TABLE public.t;",
		"SELECT true;", "SELECT true;");
	put_change("00002_rows", "INSERT INTO public.t SELECT generate_series(1, 1000000);", "DELETE FROM public.t;",
		"SELECT true;", "SELECT true;");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply", 8, "00001_table applied", "ERROR 53100: could not extend file" },
		{ "status", 0, "at 00001_table, 1 pending", NULL },
		{ "down --to 0", 0, "*", NULL },
		{ 0 },
	});
	run_rows((const struct expected[]){
		{ "psql -qc 'DROP TABLESPACE locks_small' postgres; umount small", 0, NULL, NULL }, { 0 } });
}
