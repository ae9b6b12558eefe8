/*
 * The rows of the table of locks for what runs in no transaction, see diff/lock.c, are what the server does: while others hold each
 * sample up, where it waits for them, one more looks at what it has, and at what it waits for.
 */
#include <criterion/criterion.h>
#include <libpq-fe.h>
#include <string.h>

#include "diff/lock.h"
#include "tests/server.h"

enum { HOLDERS = 2, LOOKS = 2000, PAUSE_US = 5000 };

static const char schema[] =
	"CREATE TABLE t (id integer, a integer); CREATE INDEX t_a ON t (a); CREATE TABLE p (id integer) PARTITION BY RANGE (id);"
	" CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); INSERT INTO t SELECT n, n FROM generate_series(1, 9) n;"
	" INSERT INTO p SELECT n FROM generate_series(1, 9) n";

static const struct sample {
	const char *sql, *target, *other;
	const char *held[HOLDERS]; /* what others do in transactions that end one after the other */
	int since;
} samples[] = {
	{ "CREATE INDEX CONCURRENTLY n ON t (id)", "t", NULL, { "UPDATE t SET a = 1", "SELECT 1" } },
	{ "CREATE UNIQUE INDEX CONCURRENTLY k ON t (id)", "t", NULL, { "UPDATE t SET a = 1", "SELECT 1" } },
	{ "DROP INDEX CONCURRENTLY t_a", "t", NULL, { "SELECT FROM t", "SELECT 1" } },
	{ "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "p", "p1",
		{ "SELECT FROM p WHERE id = 20", "LOCK p1 IN ACCESS SHARE MODE" }, 14 },
};

static PGconn *connect_and_run(const char *sql)
{
	PGconn *connection = PQconnectdb("dbname=outside");
	PGresult *result = PQexec(connection, sql);

	cr_assert(PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK, "%s: %s", sql,
		PQerrorMessage(connection));
	PQclear(result);
	return connection;
}

/* The strongest mode that the session has, or waits for, on each table. */
struct seen {
	const char *lock, *other;
};

static const char *const modes[][2] = { { "AccessExclusiveLock", "ACCESS EXCLUSIVE" }, { "ShareLock", "SHARE" },
	{ "ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE" }, { "ExclusiveLock", "EXCLUSIVE" },
	{ "ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE" }, { "RowExclusiveLock", "ROW EXCLUSIVE" },
	{ "RowShareLock", "ROW SHARE" } };

static void take(const char **lock, const char *mode)
{
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
		if (strcmp(modes[i][0], mode) == 0 && lock_strength(modes[i][1]) > lock_strength(*lock))
			*lock = modes[i][1];
}

/* Whether it waits for the holder; the table that is locked and another one are looked at. */
static bool look(PGconn *watcher, int pid, int holder, const struct sample *sample, struct seen *seen)
{
	g_autofree char *sql = g_strdup_printf(
		"SELECT CASE locktype WHEN 'relation' THEN relation::regclass::text ELSE '' END, mode, %d = ANY (pg_blocking_pids(pid))"
		" FROM pg_locks WHERE pid = %d AND mode <> 'AccessShareLock'",
		holder, pid);
	PGresult *result = PQexec(watcher, sql);
	bool waits = false;

	cr_assert_eq(PQresultStatus(result), PGRES_TUPLES_OK, "%s", PQerrorMessage(watcher));
	for (int i = 0; i < PQntuples(result); i++) {
		const char *relation = PQgetvalue(result, i, 0);
		waits = waits || *PQgetvalue(result, i, 2) == 't';
		if (strcmp(relation, sample->target) == 0)
			take(&seen->lock, PQgetvalue(result, i, 1));
		else if (sample->other && strcmp(relation, sample->other) == 0)
			take(&seen->other, PQgetvalue(result, i, 1));
	}
	PQclear(result);
	return waits;
}

static struct seen measure(const struct sample *sample)
{
	PGconn *runner = connect_and_run("SELECT 1"), *watcher = connect_and_run("SELECT 1"), *holders[HOLDERS];
	struct seen seen = { 0 };

	for (int i = 0; i < HOLDERS; i++) {
		g_autofree char *held = g_strconcat("BEGIN; ", sample->held[i], NULL);
		holders[i] = connect_and_run(held);
	}
	cr_assert(PQsendQuery(runner, sample->sql), "%s", PQerrorMessage(runner));
	for (int i = 0; i < HOLDERS; i++) {
		bool waits = false;
		for (int n = 0; n < LOOKS && !waits && PQconsumeInput(runner) && PQisBusy(runner); n++) {
			waits = look(watcher, PQbackendPID(runner), PQbackendPID(holders[i]), sample, &seen);
			g_usleep(PAUSE_US);
		}
		cr_expect(waits || i, "%s does not wait", sample->sql);
		look(watcher, PQbackendPID(runner), PQbackendPID(holders[i]), sample, &seen);
		PQfinish(holders[i]);
	}
	PGresult *result = PQgetResult(runner);
	cr_expect_eq(PQresultStatus(result), PGRES_COMMAND_OK, "%s: %s", sample->sql, PQerrorMessage(runner));
	PQclear(result);
	PQfinish(runner);
	PQfinish(watcher);
	return seen;
}

Test(locks_outside, are_those_of_the_server)
{
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database("outside", &error) && server_run("outside", schema, &error), "%s",
		error ? error->message : "");
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		if (samples[i].since > server_version())
			continue;
		g_autoptr(GPtrArray) matches = lock_matches_of(samples[i].sql, server_version() * 10000);
		struct seen seen = measure(&samples[i]);
		cr_assert_eq(matches->len, 1, "%s", samples[i].sql);
		const struct lock_row *row = ((const struct lock_match *)matches->pdata[0])->row;
		cr_expect(g_strcmp0(row->lock, seen.lock) == 0 && g_strcmp0(row->other, seen.other) == 0,
			"%s: the table says %s, on the other %s; the server took %s, on the other %s", samples[i].sql, row->lock,
			row->other, seen.lock, seen.other);
	}
	server_drop_database("outside", NULL);
}
