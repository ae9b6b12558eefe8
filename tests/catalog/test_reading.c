/* What reading a database finds, names and asks, where no fixture can tell. */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "catalog/read/read.h"
#include "tests/server.h"

static void make(const char *name, const char *sql)
{
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(name, &error) && server_run(name, sql, &error), "%s", error ? error->message : "");
}

static void more(const char *name, const char *sql)
{
	g_autoptr(GError) error = NULL;

	cr_assert(server_run(name, sql, &error), "%s", error ? error->message : "");
}

/* What is not read of the database, one a line; trace, when not NULL, gets the messages to and from the server. */
static char *read_database(const char *name, FILE *trace)
{
	g_autofree char *conninfo = g_strdup_printf("dbname=%s", name);
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	PGconn *connection = PQconnectdb(conninfo);

	if (trace)
		PQtrace(connection, trace);
	cr_assert(catalog_read(connection, snapshot, unsupported, NULL, NULL, &error), "%s", error ? error->message : "");
	PQfinish(connection);
	snapshot_free(snapshot);
	pool_free(pool);
	g_ptr_array_add(unsupported, NULL);
	return g_strjoinv("\n", (char **)unsupported->pdata);
}

/*
 * How many statements are sent to read the database; those that are sent only when somebody writes meanwhile, as other tests do,
 * aside: a transaction of its own with its settings and two queries.
 */
static unsigned count_queries(const char *name)
{
	enum { OF_CHANGES = 5 };
	char *text = NULL;
	size_t size = 0;
	FILE *trace = open_memstream(&text, &size);
	g_autofree char *unsupported = read_database(name, trace);
	unsigned count = 0, of_changes = 0;

	fclose(trace);
	for (const char *at = text; (at = strstr(at, "\tParse\t")); at++) {
		count++;
		of_changes += g_strstr_len(at, (gssize)strcspn(at, "\n"), "BEGIN READ ONLY") ? OF_CHANGES : 0;
	}
	free(text);
	return count - of_changes;
}

Test(reading, number_of_queries_does_not_grow, .timeout = 120)
{
	static const char few[] =
		"CREATE TABLE t0 (id serial PRIMARY KEY, n integer CHECK (n > 0)); CREATE INDEX i0 ON t0 (n); CREATE VIEW v0 AS "
		"SELECT 1 AS x;"
		"CREATE FUNCTION f0() RETURNS integer LANGUAGE sql AS 'SELECT 1'; COMMENT ON TABLE t0 IS 'x'";
	static const char many[] =
		"DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, n integer CHECK (n > "
		"0))', i);"
		" EXECUTE format('CREATE INDEX i%s ON t%s (n)', i, i); EXECUTE format('CREATE VIEW v%s AS SELECT id FROM t%s', i, "
		"i);"
		" EXECUTE format('CREATE FUNCTION f%s() RETURNS integer LANGUAGE sql AS ''SELECT 1''', i); EXECUTE "
		"format('COMMENT ON TABLE t%s IS ''x''', i);"
		" END LOOP; END $$";

	make("reading_few", few);
	unsigned count = count_queries("reading_few");
	cr_assert_gt(count, 20);
	more("reading_few", many);
	cr_assert_leq(count_queries("reading_few"), count); /* a second connection may send some of them */
	server_drop_database("reading_few", NULL);
}

/* pg_dump loses what users put on an extension's table without a word. */
Test(reading, what_is_put_on_an_extensions_table_is_named)
{
	make("reading_members", "CREATE SCHEMA s");
	more("reading_members",
		"BEGIN; CREATE EXTENSION hstore; CREATE TABLE s.config (id integer PRIMARY KEY, v text CHECK (v <> ''));"
		" CREATE INDEX config_v ON s.config (v); CREATE VIEW s.configs AS SELECT id FROM s.config;"
		" ALTER EXTENSION hstore ADD TABLE s.config; ALTER EXTENSION hstore ADD VIEW s.configs; COMMIT");
	g_autofree char *before = read_database("reading_members", NULL);
	cr_assert_str_eq(before, "");
	more("reading_members",
		"GRANT SELECT ON s.config TO PUBLIC; GRANT UPDATE (v) ON s.config TO PUBLIC; REINDEX TABLE s.config; ANALYZE "
		"s.config");
	g_autofree char *granted = read_database("reading_members", NULL);
	cr_assert_str_eq(granted, "");
	more("reading_members",
		"CREATE INDEX \"Mine\" ON s.config (v, id); ALTER TABLE s.config ADD COLUMN extra text;"
		" ALTER TABLE s.config ADD CONSTRAINT more CHECK (id > 0); ALTER TABLE s.config ADD UNIQUE (v);"
		" CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
		" CREATE TRIGGER tr BEFORE INSERT ON s.config FOR EACH ROW EXECUTE FUNCTION tr(); CREATE POLICY p ON s.config "
		"USING (id > 1);"
		" CREATE RULE r AS ON DELETE TO s.configs DO INSTEAD NOTHING");
	g_autofree char *after = read_database("reading_members", NULL);
	cr_assert_str_eq(after, "column extra of s.config of extension hstore\n"
				"constraint config_v_key of s.config of extension hstore\n"
				"constraint more of s.config of extension hstore\n"
				"index \"Mine\" of s.config of extension hstore\n"
				"policy p of s.config of extension hstore\n"
				"rule r of s.configs of extension hstore\n"
				"trigger tr of s.config of extension hstore");
	server_drop_database("reading_members", NULL);
}

Test(reading, objects_among_the_servers_own_are_named)
{
	make("reading_catalog",
		"SET allow_system_table_mods = on; CREATE FUNCTION pg_catalog.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT "
		"1';"
		" CREATE TYPE pg_catalog.mood AS ENUM ('a'); CREATE TABLE information_schema.t (id serial, m pg_catalog.mood[]);"
		" CREATE OPERATOR pg_catalog.<#> (FUNCTION = int4pl, LEFTARG = integer, RIGHTARG = integer);");
	/* an extension whose functions are there */
	if (server_version() < 17)
		more("reading_catalog", "CREATE EXTENSION adminpack");
	g_autofree char *unsupported = read_database("reading_catalog", NULL);
	cr_assert_str_eq(unsupported, "operator <#>(integer,integer)\n"
				      "relation information_schema.t\n"
				      "relation information_schema.t_id_seq\n"
				      "routine f(integer)\n"
				      "type mood");
	server_drop_database("reading_catalog", NULL);
}

/* What a session has for itself is no schema; its own are read by that session's rules all the same. */
Test(reading, temporary_objects_are_nobodys)
{
	g_autofree char *conninfo = g_strdup_printf("dbname=reading_temporary");
	make("reading_temporary", "CREATE TABLE t (id integer)");
	PGconn *session = PQconnectdb(conninfo);
	PQclear(PQexec(session,
		"CREATE TEMP TABLE mine (id serial PRIMARY KEY, n integer CHECK (n > 0)); CREATE INDEX ON mine (n); CREATE TEMP "
		"VIEW v AS SELECT * FROM mine;"
		" CREATE FUNCTION pg_temp.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TYPE pg_temp.e AS ENUM ('a'); "
		"CREATE DOMAIN pg_temp.d AS integer;"
		" CREATE TYPE pg_temp.c AS (a integer); CREATE STATISTICS pg_temp.st ON id, n FROM mine; CREATE OPERATOR "
		"pg_temp.+ (FUNCTION = int4pl, LEFTARG = integer, RIGHTARG = integer);"
		" CREATE COLLATION pg_temp.co FROM \"C\"; CREATE TEXT SEARCH DICTIONARY pg_temp.td (TEMPLATE = simple); COMMENT "
		"ON TABLE mine IS 'x';"
		" CREATE TRIGGER tr BEFORE UPDATE ON mine FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"));
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	PGconn *connection = PQconnectdb(conninfo);
	cr_assert(catalog_read(connection, snapshot, unsupported, NULL, NULL, &error), "%s", error ? error->message : "");
	cr_assert_eq(unsupported->len, 0);
	for (size_t i = 0; i < snapshot_all(snapshot).count; i++) {
		g_autofree char *name = object_describe(snapshot_all(snapshot).items[i]);
		cr_expect(!strstr(name, "temp") && !strstr(name, "mine"), "%s", name);
	}
	PQfinish(connection);
	PQfinish(session);
	snapshot_free(snapshot);
	pool_free(pool);
	server_drop_database("reading_temporary", NULL);
}
