/* What is changed while the catalogs are read is found; what is no change of the schema is none. */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>
#include <string.h>

#include "catalog/read.h"
#include "catalog/watch.h"
#include "tests/server.h"

static const char schema[] =
	"CREATE SCHEMA s; CREATE TABLE s.t (a integer PRIMARY KEY, b text CONSTRAINT c CHECK (b <> '')); CREATE INDEX i ON s.t (lower(b));"
	"CREATE VIEW s.v AS SELECT a FROM s.t; CREATE MATERIALIZED VIEW s.m AS SELECT a FROM s.t; CREATE TYPE s.e AS ENUM ('x');"
	"CREATE FUNCTION s.f(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';"
	"CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER g BEFORE INSERT ON s.t EXECUTE FUNCTION s.f();"
	"INSERT INTO s.t VALUES (1, 'b')";

/* What somebody else runs meanwhile, and what is said of it: NULL where the schema is as it was. */
static const struct {
	const char *sql, *change;
} rows[] = {
	{ "SELECT 1", NULL },
	{ "INSERT INTO s.t VALUES (2, 'c'); DELETE FROM s.t WHERE a = 2", NULL },
	{ "CREATE TEMPORARY TABLE t (a integer PRIMARY KEY, b text); INSERT INTO t SELECT * FROM s.t", NULL },
	{ "CREATE TEMPORARY TABLE t (a s.e) ON COMMIT DROP", NULL },
	{ "TRUNCATE s.t", NULL },
	{ "REFRESH MATERIALIZED VIEW s.m", NULL },
	{ "REINDEX TABLE s.t", NULL },
	{ "ANALYZE s.t", NULL },
	{ "VACUUM FULL s.t", NULL },
	{ "ALTER TABLE s.t RENAME b TO bb", "a column" },
	{ "ALTER TABLE s.t RENAME bb TO b; ALTER TABLE s.t ADD n numeric", "a column" },
	{ "ALTER TABLE s.t DROP n", "a column" },
	{ "ALTER INDEX s.i RENAME TO j", "renamed" },
	{ "ALTER VIEW s.v RENAME TO w", "a type" },
	{ "DROP VIEW s.w", "dropped" },
	{ "CREATE OR REPLACE FUNCTION s.f(n integer) RETURNS integer LANGUAGE sql COST 3 AS 'SELECT n'", "a routine" },
	{ "DROP FUNCTION s.f(integer)", "dropped" },
	{ "ALTER TABLE s.t DISABLE TRIGGER g", "a trigger" },
	{ "CREATE TYPE s.n AS (x integer)", "a column" },
	{ "ALTER TYPE s.e RENAME TO e2", "a type" },
	{ "DROP TYPE s.e2", "dropped" },
	{ "ALTER SCHEMA s RENAME TO z", "a schema" },
};

static PGconn *open_connection(const char *database)
{
	const char *const keywords[] = { "dbname", NULL }, *const values[] = { database, NULL };
	PGconn *connection = PQconnectdbParams(keywords, values, 0);

	cr_assert(PQstatus(connection) == CONNECTION_OK, "%s", PQerrorMessage(connection));
	return connection;
}

static PGresult *ask(PGconn *connection, const char *sql)
{
	PGresult *result = PQexec(connection, sql);
	ExecStatusType status = PQresultStatus(result);

	cr_assert(status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK, "%s\n%s", PQerrorMessage(connection), sql);
	return result;
}

static void do_now(PGconn *connection, const char *sql)
{
	PQclear(ask(connection, sql));
}

/* As somebody would: each statement by itself, for VACUUM runs in no transaction. */
static void change(const char *database, const char *sql)
{
	PGconn *other = open_connection(database);
	g_auto(GStrv) statements = g_strsplit(sql, "; ", -1);

	for (char **statement = statements; *statement; statement++)
		do_now(other, *statement);
	PQfinish(other);
}

Test(watch, changes)
{
	static const char database[] = "watch_changes";
	struct watch watch = { 0 };
	g_autofree char *state = watch_state_sql();
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(database, &error) && server_run(database, schema, &error), "%s", error ? error->message : "");
	PGconn *reader = open_connection(database);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		do_now(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
		PGresult *first = ask(reader, state);
		watch_start(&watch, PQgetvalue(first, 0, 0), PQgetvalue(first, 0, 1));
		PQclear(first);
		change(database, rows[i].sql);
		do_now(reader, "COMMIT");
		g_autofree char *sql = watch_change_sql(&watch);
		PGresult *last = ask(reader, sql);
		const char *found = PQgetisnull(last, 0, 0) ? NULL : PQgetvalue(last, 0, 0);
		cr_expect(rows[i].change ? found && strstr(found, rows[i].change) : !found, "%s: found %s, not %s", rows[i].sql, found ? found : "nothing",
			  rows[i].change ? rows[i].change : "nothing");
		PQclear(last);
	}
	watch_clear(&watch);
	PQfinish(reader);
	server_drop_database(database, NULL);
}

/* A change that was under way when the snapshot was taken, and ended after it. */
Test(watch, running_transaction)
{
	static const char database[] = "watch_running";
	struct watch watch = { 0 };
	g_autofree char *state = watch_state_sql();
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(database, &error) && server_run(database, schema, &error), "%s", error ? error->message : "");
	PGconn *reader = open_connection(database), *writer = open_connection(database);
	do_now(writer, "BEGIN; ALTER TABLE s.t RENAME b TO bb");
	change(database, "CREATE TABLE later (a integer); INSERT INTO later VALUES (1)");
	do_now(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	PGresult *first = ask(reader, state);
	watch_start(&watch, PQgetvalue(first, 0, 0), PQgetvalue(first, 0, 1));
	PQclear(first);
	do_now(reader, "COMMIT");
	g_autofree char *sql = watch_change_sql(&watch);
	PGresult *before = ask(reader, sql), *still = ask(reader, watch_snapshot_sql);
	cr_expect(PQgetisnull(before, 0, 0), "found before the change ended: %s", PQgetvalue(before, 0, 0));
	cr_expect(!watch_moved(&watch, PQgetvalue(still, 0, 0)), "no transaction has ended since, and %s was taken for another snapshot", PQgetvalue(still, 0, 0));
	PQclear(before);
	PQclear(still);
	do_now(writer, "COMMIT");
	PGresult *after = ask(reader, sql), *moved = ask(reader, watch_snapshot_sql);
	cr_expect(watch_moved(&watch, PQgetvalue(moved, 0, 0)));
	PQclear(moved);
	cr_expect_str_eq(PQgetvalue(after, 0, 0), "a column was made or changed");
	PQclear(after);
	watch_clear(&watch);
	PQfinish(reader);
	PQfinish(writer);
	server_drop_database(database, NULL);
}

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
