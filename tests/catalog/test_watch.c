/* What is changed while the catalogs are read is found; what is no change of the schema is none. */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>
#include <string.h>

#include "catalog/read/read.h"
#include "catalog/read/watch.h"
#include "tests/server.h"

static const char schema[] =
	"CREATE SCHEMA s; CREATE TABLE s.t (a integer PRIMARY KEY, b text CONSTRAINT c CHECK (b <> '')); CREATE INDEX i ON s.t "
	"(lower(b));"
	"CREATE VIEW s.v AS SELECT a FROM s.t; CREATE MATERIALIZED VIEW s.m AS SELECT a FROM s.t; CREATE TYPE s.e AS ENUM ('x');"
	"CREATE FUNCTION s.f(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';"
	"CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER g BEFORE INSERT ON s.t "
	"EXECUTE FUNCTION s.f();"
	"CREATE SEQUENCE s.q; INSERT INTO s.t VALUES (1, 'b')";

/* Those of a reader. */
static const char oids_sql[] =
	"SELECT 'pg_class', string_agg(oid::text, ',') FROM pg_class WHERE relnamespace = 's'::regnamespace UNION ALL"
	" SELECT 'pg_type', string_agg(oid::text, ',') FROM pg_type WHERE typnamespace = 's'::regnamespace UNION ALL"
	" SELECT 'pg_proc', string_agg(oid::text, ',') FROM pg_proc WHERE pronamespace = 's'::regnamespace";
static const char relations_sql[] =
	"SELECT c.oid, n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= "
	"16384";

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
	{ "ALTER INDEX s.i RENAME TO j", "s.j" },
	{ "ALTER SEQUENCE s.q SET SCHEMA public", "" }, /* public.q, or its type, which sequences had until 13 */
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

static void free_text(gpointer data)
{
	g_string_free(data, true);
}

/* The rows of oids_sql, or of a query of relations. */
static GHashTable *texts(PGconn *connection, const char *sql)
{
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_text);
	PGresult *result = ask(connection, sql);

	for (int i = 0; i < PQntuples(result); i++) {
		GString *text = g_string_new(PQgetvalue(result, i, 1));
		if (PQnfields(result) > 2)
			g_string_append_printf(text, ".%s", PQgetvalue(result, i, 2));
		g_hash_table_insert(all, g_strdup(PQgetvalue(result, i, 0)), text);
	}
	PQclear(result);
	return all;
}

static char *snapshot_of(PGconn *connection)
{
	PGresult *result = ask(connection, watch_snapshot_sql);
	char *text = g_strdup(PQgetvalue(result, 0, 0));

	PQclear(result);
	return text;
}

/* What was changed, in words, or the new name of a relation; NULL: nothing. */
static char *found(PGconn *connection, const char *snapshot, GHashTable *oids, GHashTable *before)
{
	g_autofree char *sql = watch_change_sql(snapshot, oids), *relations = watch_relations_sql(snapshot);
	g_autoptr(GHashTable) after = texts(connection, relations);
	PGresult *result = ask(connection, sql);
	char *text = PQgetisnull(result, 0, 0) ? NULL : g_strdup(PQgetvalue(result, 0, 0));
	GHashTableIter iter;
	gpointer oid, name;

	PQclear(result);
	g_hash_table_iter_init(&iter, after);
	while (!text && g_hash_table_iter_next(&iter, &oid, &name)) {
		const GString *old = g_hash_table_lookup(before, oid);
		if (old && !g_string_equal(old, name))
			text = g_strdup(((GString *)name)->str);
	}
	return text;
}

Test(watch, changes)
{
	static const char database[] = "watch_changes";
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(database, &error) && server_run(database, schema, &error), "%s",
		error ? error->message : "");
	PGconn *reader = open_connection(database);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		do_now(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
		g_autofree char *snapshot = snapshot_of(reader);
		g_autoptr(GHashTable) oids = texts(reader, oids_sql), before = texts(reader, relations_sql);
		change(database, rows[i].sql);
		do_now(reader, "COMMIT");
		g_autofree char *what = found(reader, snapshot, oids, before);
		cr_expect(rows[i].change ? what && strstr(what, rows[i].change) : !what, "%s: found %s, not %s", rows[i].sql,
			what ? what : "nothing", rows[i].change ? rows[i].change : "nothing");
	}
	PQfinish(reader);
	server_drop_database(database, NULL);
}

/* A change that was under way when the snapshot was taken, and ended after it. */
Test(watch, running_transaction)
{
	static const char database[] = "watch_running";
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(database, &error) && server_run(database, schema, &error), "%s",
		error ? error->message : "");
	PGconn *reader = open_connection(database), *writer = open_connection(database);
	do_now(writer, "BEGIN; ALTER TABLE s.t RENAME b TO bb");
	change(database, "CREATE TABLE later (a integer); INSERT INTO later VALUES (1)");
	do_now(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	g_autofree char *snapshot = snapshot_of(reader);
	g_autoptr(GHashTable) oids = texts(reader, oids_sql), before = texts(reader, relations_sql);
	do_now(reader, "COMMIT");
	g_autofree char *nothing = found(reader, snapshot, oids, before);
	cr_expect(!nothing, "found before the change ended: %s", nothing);
	do_now(writer, "COMMIT");
	g_autofree char *moved = snapshot_of(reader), *change_found = found(reader, snapshot, oids, before);
	cr_expect_str_neq(moved, snapshot);
	cr_expect_str_eq(change_found, "a column was made or changed");
	PQfinish(reader);
	PQfinish(writer);
	server_drop_database(database, NULL);
}

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}

/* Reads, which fails amid the pipeline, as the view's table is gone; the connection is as before then. */
static void expect_undone(PGconn *connection, bool within)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	bool good = (within ? catalog_read_within : catalog_read)(connection, snapshot, unsupported, NULL, NULL, &error);

	cr_assert(!good && g_error_matches(error, READ_ERROR, READ_CHANGED), "%s", error ? error->message : "it was read");
	cr_assert(catalog_read_undo(connection, within), "%s", PQerrorMessage(connection));
	cr_assert_eq(PQtransactionStatus(connection), within ? PQTRANS_INTRANS : PQTRANS_IDLE);
	/* what the transaction did before is still done */
	PGresult *result = PQexec(connection, "SELECT FROM pg_class WHERE relname = 'undo_t'");
	cr_assert(PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 0, "%s", PQerrorMessage(connection));
	PQclear(result);
	snapshot_free(snapshot);
	pool_free(pool);
}

/* A reading that failed for a change by others can be tried again on the same connection, and in the same transaction. */
Test(watch, failed_reading_is_undone)
{
	static const char gone[] = "DELETE FROM pg_class WHERE relname = 'undo_t'";
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database("watch_undo", &error) &&
			  server_run("watch_undo", "CREATE TABLE undo_t (a integer); CREATE VIEW undo_v AS SELECT a FROM undo_t",
				  &error),
		"%s", error ? error->message : "");
	PGconn *connection = PQconnectdb("dbname=watch_undo");
	PQclear(PQexec(connection, "BEGIN"));
	PQclear(PQexec(connection, gone));
	expect_undone(connection, true);
	expect_undone(connection, true);
	PQclear(PQexec(connection, "ROLLBACK"));
	PQclear(PQexec(connection, gone));
	expect_undone(connection, false);
	expect_undone(connection, false);
	PQfinish(connection);
	server_drop_database("watch_undo", NULL);
}
