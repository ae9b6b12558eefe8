/* Tests yaml2db --online: what stops halfway is taken up by the next run, and locks that others hold are waited for. */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

static void expect(const char *command, int status, const char *told)
{
	AUTO_OUTCOME outcome = run(command);

	cr_assert(outcome.status == status && (!told || strstr(outcome.err, told)), "%s: status %d\n%s%s", command, outcome.status,
		outcome.out, outcome.err);
}

Test(online, options, .fini = run_cleanup)
{
	run_rows((const struct expected[]){
		{ "yaml2db --backfill a.yaml b.yaml", 2, NULL, "--backfill is for --online" },
		{ "yaml2db --online -1 a.yaml b.yaml", 2, NULL, "cannot be combined with --single-transaction" },
		{ "yaml2db --online --format django a.yaml b.yaml", 2, NULL, "cannot be combined" },
		{ "yaml2db --online --unqualified s a.yaml b.yaml", 2, NULL, "cannot be combined" },
		{ "yaml2db --online --lock-timeout 0 a.yaml b.yaml", 2, NULL, "--lock-timeout is followed by a time" },
		{ "yaml2db --online --lock-timeout \"1s'; DROP\" a.yaml b.yaml", 2, NULL, "--lock-timeout is followed by a time" },
		{ 0 },
	});
}

static bool has_mark(const char *folder, const char *mark)
{
	g_autofree char *path = g_build_filename(folder, "have.sql", NULL), *text = NULL;

	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	return strstr(text, mark);
}

static bool is_taken(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "have.sql", NULL);
	g_autofree char *text = NULL;

	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	return g_str_has_prefix(text, "-- until: ") ? server_version() < atoi(text + strlen("-- until: ")) : true;
}

/* The case's script is stopped behind so many of its transactions; another run does the rest. */
static void stop_behind(const char *folder, unsigned count)
{
	g_autofree char *some = g_strdup_printf(
		"dropdb --if-exists online_stop 2>&1; createdb -T online_have online_stop && awk '/^-- %u of /{exit} {print}' all >some && "
		"psql -Xq -o /dev/null -d online_stop -f some",
		count + 1);
	g_autofree char *when = g_strdup_printf("%s: behind transaction %u: ", folder, count);

	AUTO_OUTCOME stopped = run(some);
	cr_assert(stopped.status == 0, "%s%s%s", when, stopped.out, stopped.err);
	g_autofree char *go_on =
		g_strdup_printf("yaml2db --online%s -q -u --allow-data-loss -o rest online_stop online_want && yaml2db --check "
				"online_stop online_want",
			has_mark(folder, "\n-- backfill\n") ? " --backfill" : "");
	AUTO_OUTCOME rest = run(go_on);
	cr_assert(rest.status == 0, "%s%s%s", when, rest.out, rest.err);
}

/* Each case of fixtures/online, or each fourth with PGCANON_EACH=4, stopped behind one of its transactions; behind each with PGCANON_EVERY=1. */
Test(online, what_stops_is_taken_up, .fini = run_cleanup, .timeout = 900)
{
	g_autofree char *pattern = g_build_filename(getenv("PGCANON_SOURCE"), "fixtures", "online", "*", NULL);
	const char *shares = getenv("PGCANON_EACH");
	unsigned cases = 0, each = shares ? MAX(1, (unsigned)atoi(shares)) : 1;
	glob_t folders;

	cr_assert_eq(glob(pattern, 0, NULL, &folders), 0, "%s", pattern);
	run_directory();
	for (size_t f = 0; f < folders.gl_pathc; f++) {
		const char *folder = folders.gl_pathv[f];
		g_autofree char *ready = g_strdup_printf(
			"createdb online_have && createdb online_want && psql -Xq -d online_have -f %s/have.sql && psql -Xq -d online_want -f %s/want.sql"
			" && yaml2db --online%s -q --allow-data-loss -o all online_have online_want && grep -c '^-- [0-9]* of ' all",
			folder, folder, has_mark(folder, "\n-- backfill\n") ? " --backfill" : "");
		if (!is_taken(folder) || cases++ % each != 0)
			continue;
		AUTO_OUTCOME made = run(ready);
		unsigned count = (unsigned)atoi(made.out), step = getenv("PGCANON_EVERY") ? 1 : count;
		cr_assert(count, "%s: %s", folder, made.err);
		for (unsigned i = step > 1 ? count / 2 : 1; i < count; i += step)
			stop_behind(folder, i);
		run("dropdb online_have; dropdb online_want; dropdb --if-exists online_stop");
	}
	globfree(&folders);
	cr_assert(cases > 5, "%u cases", cases);
}

#define TWO "CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, a integer"
static const char rows[] = "INSERT INTO u SELECT generate_series(1, 9); INSERT INTO t SELECT n, n FROM generate_series(1, 10) n";

/* Rows that violate leave the constraint NOT VALID, and an index that is not valid: once they are mended the next run has the rest. */
Test(online, rows_that_violate, .fini = run_cleanup)
{
	make("online_rows", TWO ")");
	more("online_rows", rows);
	make("online_rows_want", TWO ", CONSTRAINT f FOREIGN KEY (a) REFERENCES u, CONSTRAINT k UNIQUE (a))");
	more("online_rows", "INSERT INTO t VALUES (11, 1)");
	expect("yaml2db --online -u -o up online_rows online_rows_want", 2, "Key (a)=(1) is duplicated");
	expect("yaml2db --online -o up online_rows online_rows_want; grep -q '^DROP INDEX CONCURRENTLY public.k;' up", 0, NULL);
	more("online_rows", "DELETE FROM t WHERE id = 11");
	expect("yaml2db --online -u -o up online_rows online_rows_want", 2, "violates foreign key constraint \"f\"");
	expect("yaml2db --online -q online_rows online_rows_want >up; grep -c '^ALTER' up; grep '^ALTER TABLE public.t VALIDATE CONSTRAINT f;' up",
		0, NULL);
	expect("psql -XqAtc 'SELECT convalidated FROM pg_constraint WHERE conname = $$f$$' online_rows | grep -x f", 0, NULL);
	more("online_rows", "DELETE FROM t WHERE id = 10");
	expect("yaml2db --online -u -o up online_rows online_rows_want && yaml2db --check online_rows online_rows_want", 0, NULL);
	drop("online_rows");
	drop("online_rows_want");
}

/* A connection that is lost while an index is built: it waits for a transaction that holds a snapshot. */
Test(online, connection_lost, .fini = run_cleanup)
{
	make("online_lost", "CREATE TABLE t (id integer, a integer); INSERT INTO t SELECT n, n FROM generate_series(1, 100) n");
	make("online_lost_want",
		"CREATE TABLE t (id integer, a integer); CREATE UNIQUE INDEX t_a ON t (a); CREATE INDEX t_id ON t (id)");
	expect("psql -XqAtc 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM t LIMIT 1; SELECT pg_sleep(4)' online_lost >&2 & sleep 0.5;"
	       " yaml2db --online -u -o up online_lost online_lost_want 2>said & sleep 2;"
	       " psql -XqAtc \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE%CONCURRENTLY%'\" online_lost "
	       ">&2; wait; cat said >&2",
		0, "yaml2db --online plans what is left");
	expect("psql -XqAtc 'SELECT count(*) FROM pg_index WHERE NOT indisvalid' online_lost | grep -x 1", 0, NULL);
	expect("yaml2db --online -q -u -o up online_lost online_lost_want && yaml2db --check online_lost online_lost_want && grep -c '^DROP INDEX "
	       "CONCURRENTLY' up",
		0, NULL);
	drop("online_lost");
	drop("online_lost_want");
}

/* Another transaction has the table for three seconds: the script and the program wait for it, a moment at a time. */
Test(online, others_hold_a_lock, .fini = run_cleanup)
{
	static const char hold[] = "psql -XqAtc 'BEGIN; LOCK TABLE \"it$ \\t\"; SELECT pg_sleep(3)' online_lock >&2 & sleep 0.5; ";
	g_autofree char *script = g_strconcat(
				hold, "psql -Xq -d online_lock -f up && yaml2db --check online_lock online_lock_want", NULL),
			*program = g_strconcat(
				hold, "yaml2db --online -q -u --lock-timeout 200ms -o up online_lock online_lock_next", NULL);

	make("online_lock", "CREATE TABLE \"it$ \\t\" (id integer)");
	make("online_lock_want", "CREATE TABLE \"it$ \\t\" (id integer, a integer)");
	make("online_lock_next", "CREATE TABLE \"it$ \\t\" (id integer, a integer, b integer)");
	expect("yaml2db --online --lock-timeout 200ms -o up online_lock online_lock_want", 0, NULL);
	expect(script, 0, "canceling statement due to lock timeout");
	expect(program, 0, NULL);
	expect("yaml2db --check online_lock online_lock_next", 0, NULL);
	drop("online_lock");
	drop("online_lock_want");
	drop("online_lock_next");
}

/* What runs with the rights of whoever runs the script runs no code of others: neither by a type in pg_temp, nor on a table of theirs. */
Test(online, trigger_of_others, .fini = run_cleanup)
{
	static const char check[] = "CREATE FUNCTION pg_temp.is_mine() RETURNS boolean LANGUAGE plpgsql AS "
				    "$$BEGIN IF current_user <> 'online_other' THEN RAISE 'taken'; END IF; RETURN true; END$$;"
				    "CREATE DOMAIN pg_temp.int8range AS pg_catalog.int8range CHECK (pg_temp.is_mine());";
	g_autofree char *path = g_strconcat("SET ROLE online_other; ", check, "INSERT INTO t VALUES ('[3,4)')", NULL);
	g_autofree char *table =
		g_strconcat("psql -Xq -d online_rights -c \"SET ROLE online_other; CREATE TEMP TABLE mine (a text, a__new "
			    "int8range); CREATE TRIGGER mine BEFORE INSERT ON mine EXECUTE FUNCTION public.t_a__new()\"",
			NULL);

	make("online_rights", "CREATE TABLE t (a text); INSERT INTO t VALUES ('[1,2)'); GRANT INSERT ON t TO PUBLIC");
	make("online_rights_want", "CREATE TABLE t (a int8range); GRANT INSERT ON t TO PUBLIC");
	expect("yaml2db --online --backfill -q --allow-data-loss -o all online_rights online_rights_want &&"
	       " awk '/^-- 2 of /{exit} {print}' all >some && psql -Xq -d online_rights -f some",
		0, NULL);
	more("online_rights", "CREATE ROLE online_other");
	more("online_rights", path);
	expect(table, 1, "permission denied for function public.t_a__new");
	expect("psql -XqAtc 'SELECT count(a__new) FROM t' online_rights | grep -x 1", 0, NULL);
	drop("online_rights");
	drop("online_rights_want");
	more("postgres", "DROP ROLE online_other");
}

Test(online, is_proved, .fini = run_cleanup)
{
	make("online_proved", TWO ")");
	make("online_proved_want", TWO " NOT NULL, CONSTRAINT f FOREIGN KEY (a) REFERENCES u, CONSTRAINT k UNIQUE (a))");
	expect("yaml2db --online --scratch postgres -o up online_proved online_proved_want", 0, NULL);
	drop("online_proved");
	drop("online_proved_want");
}
