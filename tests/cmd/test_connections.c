/* Connections: what messages never show, what a failed --update says was changed, and poolers. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(connections, .fini = run_cleanup, .timeout = 120);

Test(connections, places_with_a_mistake_show_no_password)
{
	static const char *const places[] = { "postgresql://me:Hush1@Hush2@nowhere.invalid/db",
		"postgresql://me:Hush1/Hush2@nowhere.invalid/db", "postgres:/me:Hush1@nowhere.invalid/db",
		"postgresq://me:Hush1@nowhere.invalid/db", "me:Hush1@nowhere.invalid/db", "//me:Hush1@nowhere.invalid/db",
		"db:postgresq://me:Hush1@nowhere.invalid/db", "postgresql://me@nowhere.invalid/db?pasword=Hush1",
		"host=nowhere.invalid pasword=Hush1", "host=nowhere.invalid password=Hush1 Hush2",
		"dbname=x;password=Hush1 host=nowhere.invalid", "postgresql://me:Hush1@nowhere.invalid:port/db",
		"postgresql://me:%zzHush1@nowhere.invalid/db", "postgresql://me:Hush1@nowhere.invalid/db",
		"postgresql://nowhere.invalid/db?password=Hush1", "dbname=postgresql://me:Hush1@nowhere.invalid/db" };

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *quoted = g_shell_quote(places[i]);
		g_autofree char *command = g_strdup_printf(
			"db2yaml %s; yaml2db --check %s want.yaml; yaml2db -u %s want.yaml", quoted, quoted, quoted);
		AUTO_OUTCOME outcome = run(command);
		cr_assert_eq(outcome.status, 2, "%s: status %d", places[i], outcome.status);
		cr_assert(*outcome.err && !strstr(outcome.err, "Hush"), "%s: %s", places[i], outcome.err);
		cr_assert_str_empty(outcome.out);
	}
	run_rows((const struct expected[]){
		{ "db2yaml postgresq://me:Hush@h/db", 2, NULL, "looks like a URI" },
		{ "db2yaml postgresql://me:Hush@Hush@h/db", 2, NULL, "%2F and %40" },
		{ "db2yaml -H postgresql://me:Hush@h/db db", 2, NULL, "\"postgresql://me:${secret}@h/db\"" },
		{ "PGHOST=postgresql://me:Hush@h/db db2yaml db", 2, NULL, "\"postgresql://me:${secret}@h/db\"" },
		{ "yaml2db --check \"$NOT_SET\" want.yaml", 2, NULL,
			"yaml2db: a place is empty, perhaps a variable that is not set; expected a database or a file" },
		{ 0 },
	});
}

Test(connections, statements_that_fail_show_no_password)
{
	make("connect_secrets", "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw");
	run_file("mapping.sed",
		"s/^  server s:/&\\n    user mappings:\\n      PUBLIC:\\n        options:\\n        - passwordx=Hush'1/\n");
	run_file("subscription.yaml", "subscription sub:\n  connection: host=x password=Hush1 Hush2\n  publications:\n  - p\n");
	run_rows((const struct expected[]){
		{ "db2yaml connect_secrets -o have.yaml && cat have.yaml subscription.yaml >want.yaml && yaml2db -u "
		  "connect_secrets want.yaml >script 2>err",
			2, NULL, NULL },
		{ "grep -c Hush script; grep 'nothing was changed' err; grep Hush err", 1,
			"1\n    All is rolled back, nothing was changed.\n", NULL },
		{ "sed -f mapping.sed have.yaml >want.yaml && yaml2db -u connect_secrets want.yaml >script 2>err", 2, NULL, NULL },
		{ "grep -c Hush script; grep 'nothing was changed' err; grep Hush err", 1,
			"1\n    All is rolled back, nothing was changed.\n", NULL },
		{ 0 },
	});
	run_file("secret.sed", "s/^  server s:/&\\n    options:\\n    - host=h\\n    - password=Hush1/\n");
	run_rows((const struct expected[]){
		{ "sed -f secret.sed have.yaml >want.yaml && yaml2db --check connect_secrets want.yaml", 1,
			"server s of foreign data wrapper postgres_fdw: options: wanted \"host=h, password=${secret}\", found "
			"nothing\n",
			NULL },
		{ 0 },
	});
	server_drop_database("connect_secrets", NULL);
}

/* Goes away in the middle of a statement, or while COMMIT is being answered. */
static const char leaving[] =
	"CREATE FUNCTION leave() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); "
	"END';"
	"CREATE EVENT TRIGGER leave ON ddl_command_end EXECUTE FUNCTION leave()";
static const char leaving_late[] =
	"CREATE TABLE log (a integer);"
	"CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); "
	"RETURN NULL; END';"
	"CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave();"
	"CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.log VALUES (1); END';"
	"CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION note()";

Test(connections, update_says_what_was_changed)
{
	make("connect_rows", "CREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
	make("connect_leave", leaving);
	make("connect_late", leaving_late);
	run_file("check.sed", "s/^  table t:/&\\n    check_constraints:\\n      c:\\n        expression: a > 1/\n");
	run_file("table.sed", "s/^schema public:/&\\n  table u:\\n    columns:\\n    - a: integer\\n    owner: postgres/\n");
	run_rows((const struct expected[]){
		{ "db2yaml connect_rows | sed -f check.sed -f table.sed >want.yaml; yaml2db -u connect_rows want.yaml >/dev/null",
			2, NULL, "All is rolled back, nothing was changed." },
		{ "psql -XAtd connect_rows -c \"SELECT to_regclass('u') IS NULL\"", 0, "t\n", NULL },
		{ "db2yaml connect_leave | sed -f table.sed >want.yaml; yaml2db -u connect_leave want.yaml >/dev/null", 2, NULL,
			"The connection was lost before COMMIT was sent, so the server rolls all of it back." },
		{ "db2yaml connect_late | sed -f table.sed >want.yaml; yaml2db -u connect_late want.yaml >/dev/null", 2, NULL,
			"The answer to COMMIT was lost: it is not known whether anything was changed: run yaml2db --check" },
		{ 0 },
	});
	server_drop_database("connect_rows", NULL);
	server_drop_database("connect_leave", NULL);
	server_drop_database("connect_late", NULL);
}

static const char dawdling[] =
	"CREATE FUNCTION dawdle() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); END';"
	"CREATE EVENT TRIGGER dawdle ON ddl_command_end EXECUTE FUNCTION dawdle()";

/* The server would go on with the statement otherwise, its locks held, until it sees that nobody waits. */
Test(connections, a_signal_cancels_the_statement)
{
	make("connect_slow", dawdling);
	run_file("table.sed", "s/^schema public:/&\\n  table u:\\n    columns:\\n    - a: integer\\n    owner: postgres/\n");
	run_rows((const struct expected[]){
		{ "db2yaml connect_slow | sed -f table.sed >want.yaml; timeout 3 yaml2db -u connect_slow want.yaml >/dev/null", 124,
			NULL, "All is rolled back, nothing was changed." },
		{ "psql -XAtd connect_slow -c \"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid "
		  "<> pg_backend_pid()\"",
			0, "0\n", NULL },
		{ 0 },
	});
	server_drop_database("connect_slow", NULL);
}

/*
 * A pooler on a socket in the test's directory, which another user can reach; "pooled" starts it before a command and ends it
 * afterwards.
 */
static const char pooler[] =
	"umask 022; chmod a+rwx .; cat >ini <<END\n"
	"[databases]\n* = host=${PGHOST:-/var/run/postgresql} port=${PGPORT:-5432} user=$(psql -XAtc 'SELECT current_user' "
	"postgres)\n"
	"[pgbouncer]\nlisten_addr =\nunix_socket_dir = $PWD\nlisten_port = 6433\nauth_type = any\npool_mode = $1\n"
	"default_pool_size = 1\nlogfile = $PWD/log\n"
	"ignore_startup_parameters = extra_float_digits\nEND\n"
	"shift\nif [ $(id -u) = 0 ]; then user=\"-u $(stat -c %U $PGHOST/.s.PGSQL.*[0-9])\"; fi\npgbouncer -q $user ini "
	"2>/dev/null &\n"
	"i=0; until [ -S .s.PGSQL.6433 ] || [ $i = 50 ]; do i=$((i+1)); sleep 0.1; done\n"
	"\"$@\"; status=$?; kill $!; wait; exit $status\n";

/* Enough to fill the buffers between. */
static const char many_tables[] =
	"DO $$ BEGIN FOR i IN 1..700 LOOP EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY, name text DEFAULT "
	"repeat(''x'', 10), born date CHECK (born > ''1900-01-01''))', i);"
	" END LOOP; END $$";

Test(connections, poolers)
{
	AUTO_OUTCOME there = run("command -v pgbouncer");

	if (there.status != 0)
		cr_skip_test("there is no pgbouncer");
	make("connect_pool", many_tables);
	make("connect_pool_new", "SELECT 1");
	run_file("pooled", pooler);
	run_rows((const struct expected[]){
		{ "db2yaml connect_pool -o want.yaml; timeout 10 sh pooled transaction sh -c 'db2yaml \"host=$PWD port=6433 "
		  "dbname=connect_pool\" | diff want.yaml -'",
			0, NULL, NULL },
		{ "timeout 60 sh pooled transaction sh -c 'yaml2db -u \"host=$PWD port=6433 dbname=connect_pool_new\" want.yaml "
		  ">/dev/null && yaml2db --check"
		  " \"host=$PWD port=6433 dbname=connect_pool_new\" \"host=$PWD port=6433 dbname=connect_pool\"'",
			0, "*", "no difference any more" },
		/* the next one to have that server process has the settings that it expects */
		{ "sh pooled transaction sh -c 'P=\"host=$PWD port=6433 dbname=connect_pool\"; psql -XAtc \"SHOW search_path\" "
		  "\"$P\"; db2yaml \"$P\" >/dev/null;"
		  " psql -XAtc \"SHOW search_path\" -c \"SHOW transaction_read_only\" \"$P\"'",
			0, "\"$user\", public\n\"$user\", public\noff\n", NULL },
		{ "timeout 10 sh pooled statement sh -c 'db2yaml \"host=$PWD port=6433 dbname=connect_pool\" | diff want.yaml -'",
			0, NULL, NULL },
		{ 0 },
	});
	server_drop_database("connect_pool", NULL);
	server_drop_database("connect_pool_new", NULL);
}

static const char limited[] =
	"CREATE ROLE connect_one LOGIN CONNECTION LIMIT 1; CREATE ROLE connect_two LOGIN CONNECTION LIMIT 2; GRANT CONNECT ON DATABASE "
	"connect_large TO connect_one, connect_two";

/* Says yes once a second connection has read: on a machine that is busy it may come too late, and is done without then. */
static const char reads_twice[] =
	"i=0; until db2yaml -U $1 --show-queries connect_large -o $1.yaml 2>&1 >/dev/null | grep ' ms: SET TRANSACTION SNAPSHOT ' >sent\n"
	"do i=$((i+1)); [ $i != $2 ] || exit 1; done; echo yes\n";

/* A large database is read over two connections, and over one where there is no other: the same comes out. */
Test(connections, large_databases, .timeout = 300)
{
	make("connect_large", many_tables);
	more("connect_large", limited);
	run_file("reads_twice", reads_twice);
	run_rows((const struct expected[]){
		{ "sh reads_twice postgres 20", 0, "yes\n", NULL },
		{ "sh reads_twice connect_two 20", 0, "yes\n", NULL },
		{ "sh reads_twice connect_one 2", 1, "", NULL },
		{ "grep -c 'primary_key' postgres.yaml; diff postgres.yaml connect_two.yaml && diff postgres.yaml connect_one.yaml",
			0, "700\n", NULL },
		{ "db2yaml --show-queries postgres 2>&1 >/dev/null | grep -c ' ms: SET TRANSACTION SNAPSHOT '", 1, "0\n", NULL },
		{ 0 },
	});
	more("connect_large", "DROP OWNED BY connect_one, connect_two; DROP ROLE connect_one, connect_two");
	server_drop_database("connect_large", NULL);
}

/* Roles are the cluster's, and a database of encoding SQL_ASCII gives them names in any bytes. */
Test(connections, names_in_other_encodings_stop_nothing)
{
	g_autoptr(GError) error = NULL;

	cr_assert(
		server_run("postgres", "CREATE DATABASE connect_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", &error),
		"%s", error ? error->message : "");
	cr_assert(
		server_run("postgres", "CREATE DATABASE connect_japanese TEMPLATE template0 ENCODING 'EUC_JP' LOCALE 'C'", &error),
		"%s", error ? error->message : "");
	more("connect_ascii",
		"SET client_encoding = 'SQL_ASCII'; CREATE ROLE \"odd \xFF\xFE\"; COMMENT ON ROLE \"odd \xFF\xFE\" IS '\xFF'");
	more("connect_japanese", "CREATE TABLE t (a integer)");
	run_rows((const struct expected[]){
		{ "db2yaml --with-database connect_japanese -o want.yaml && yaml2db --check connect_japanese want.yaml", 0, NULL,
			NULL },
		{ "sed 's/^    - a:/    - b:\\n        type: text\\n&/' want.yaml >new.yaml; yaml2db -u connect_japanese new.yaml",
			0, "*", "no difference any more" },
		{ 0 },
	});
	more("connect_ascii", "SET client_encoding = 'SQL_ASCII'; DROP ROLE \"odd \xFF\xFE\"");
	server_drop_database("connect_japanese", NULL);
	server_drop_database("connect_ascii", NULL);
}
