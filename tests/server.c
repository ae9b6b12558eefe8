/* A throwaway PostgreSQL server for a test program, and databases in it. */
#include "tests/server.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <libpq-fe.h>

struct server {
	GPid pid; /* of tests/throwaway_server; 0 where the server was running before */
	int stop; /* its standard input: the server runs until this is closed, by us or by our end */
};

static void clear_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

static void clear_connection(PGconn **connection)
{
	PQfinish(*connection);
}

static void clear_result(PGresult **result)
{
	PQclear(*result);
}

static void clear_text(char **text)
{
	PQfreemem(*text);
}

/* setsid: who kills the test program's process group must not take along the process that cleans up after it. */
static FILE *launch(struct server *server, GError **error)
{
	char *command[] = { "setsid", THROWAWAY_SERVER, NULL };
	GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES;
	int output;

	if (!g_spawn_async_with_pipes(NULL, command, NULL, flags, NULL, NULL, &server->pid, &server->stop, &output, NULL, error))
		return NULL;
	return fdopen(output, "r");
}

static bool read_line(FILE *file, char *line, size_t size)
{
	if (!fgets(line, size, file))
		return false;
	g_strchomp(line);
	return true;
}

static bool start(struct server *server, GError **error)
{
	__attribute__((cleanup(clear_file))) FILE *output = launch(server, error);
	char directory[4096], binaries[4096];

	if (!output)
		return false;
	if (!read_line(output, directory, sizeof(directory)) || !read_line(output, binaries, sizeof(binaries))) {
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "%s started no server", THROWAWAY_SERVER);
		return false;
	}
	g_autofree char *path = g_strdup_printf("%s:%s", binaries, g_getenv("PATH"));
	g_setenv("PATH", path, true);
	g_setenv("PGHOST", directory, true);
	g_setenv("PGPORT", "5432", true);
	g_setenv("PGUSER", "postgres", true);
	return true;
}

static bool start_or_use(struct server *server, GError **error)
{
	const char *running = g_getenv("PGCANON_TEST_PGHOST");

	if (!running)
		return start(server, error);
	g_setenv("PGHOST", running, true);
	if (g_getenv("PGCANON_TEST_PGPORT"))
		g_setenv("PGPORT", g_getenv("PGCANON_TEST_PGPORT"), true);
	g_setenv("PGUSER", "postgres", false);
	return true;
}

/* Waits until all is gone: a test run that has ended has left nothing. */
static bool stop(struct server *server)
{
	int status;

	if (server->pid == 0)
		return true;
	close(server->stop);
	return waitpid(server->pid, &status, 0) == server->pid && status == 0;
}

static int run_tests(struct criterion_test_set *tests)
{
	struct server server = { 0 };
	g_autoptr(GError) error = NULL;

	if (!start_or_use(&server, &error)) {
		fprintf(stderr, "tests: %s\n", error->message);
		return 1;
	}
	bool passed = criterion_run_all_tests(tests);
	if (!stop(&server)) {
		fprintf(stderr, "tests: %s did not stop its server\n", THROWAWAY_SERVER);
		return 1;
	}
	return !passed;
}

static bool run(PGconn *connection, const char *sql, GError **error)
{
	__attribute__((cleanup(clear_result))) PGresult *result = PQexec(connection, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return true;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s%s", PQerrorMessage(connection), sql);
	return false;
}

int server_main(int argc, char *argv[])
{
	struct criterion_test_set *tests = criterion_initialize();
	int result = 0;

	if (criterion_handle_args(argc, argv, true))
		result = run_tests(tests);
	criterion_finalize(tests);
	return result;
}

int server_version(void)
{
	__attribute__((cleanup(clear_connection))) PGconn *connection = PQconnectdb("dbname=postgres");

	return PQserverVersion(connection) / 10000;
}

/* NULL with an error. */
static PGconn *connect_to(const char *database, GError **error)
{
	const char *keywords[] = { "dbname", "options", NULL };
	const char *values[] = { database, "-c client_min_messages=warning", NULL };
	PGconn *connection = PQconnectdbParams(keywords, values, 0);

	if (PQstatus(connection) == CONNECTION_OK)
		return connection;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s", PQerrorMessage(connection));
	PQfinish(connection);
	return NULL;
}

bool server_run(const char *database, const char *sql, GError **error)
{
	__attribute__((cleanup(clear_connection))) PGconn *connection = connect_to(database, error);

	return connection && run(connection, sql, error);
}

/* FILE_COPY takes a third of the time of WAL_LOG, the default since 15, where the databases are in memory. */
static bool add(PGconn *connection, const char *name, GError **error)
{
	const char *strategy = PQserverVersion(connection) >= 150000 ? " STRATEGY file_copy" : "";
	__attribute__((cleanup(clear_text))) char *quoted = PQescapeIdentifier(connection, name, strlen(name));
	g_autofree char *sql = g_strdup_printf("CREATE DATABASE %s TEMPLATE template0%s", quoted, strategy);

	return run(connection, sql, error);
}

/* A database with a subscription in it cannot be dropped. */
static void drop_subscriptions(PGconn *connection, const char *name)
{
	__attribute__((cleanup(clear_result))) PGresult *found =
		PQexecParams(connection, "SELECT FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE datname = $1", 1,
			NULL, &name, NULL, NULL, 0);

	if (PQntuples(found))
		server_run(name,
			"DO $$ DECLARE s name; BEGIN"
			" FOR s IN SELECT subname FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE datname = "
			"current_database() LOOP"
			" EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', s); EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', s);"
			" EXECUTE format('DROP SUBSCRIPTION %I', s); END LOOP; END $$",
			NULL);
}

static bool remove_database(PGconn *connection, const char *name, GError **error)
{
	__attribute__((cleanup(clear_text))) char *quoted = PQescapeIdentifier(connection, name, strlen(name));
	g_autofree char *sql = g_strdup_printf("DROP DATABASE IF EXISTS %s WITH (FORCE)", quoted);

	drop_subscriptions(connection, name);
	return run(connection, sql, error);
}

bool server_add_database(const char *name, GError **error)
{
	__attribute__((cleanup(clear_connection))) PGconn *connection = connect_to("postgres", error);

	return connection && add(connection, name, error);
}

bool server_create_database(const char *name, GError **error)
{
	__attribute__((cleanup(clear_connection))) PGconn *connection = connect_to("postgres", error);

	return connection && remove_database(connection, name, error) && add(connection, name, error);
}

bool server_drop_database(const char *name, GError **error)
{
	__attribute__((cleanup(clear_connection))) PGconn *connection = connect_to("postgres", error);

	return connection && remove_database(connection, name, error);
}

bool server_load(const char *database, const char *path, GError **error)
{
	const char *command[] = { "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", path, NULL };
	g_autofree char *said = NULL;
	int status;

	if (!g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said,
		    &status, error))
		return false;
	if (status == 0)
		return true;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "psql: %s: %s", path, said);
	return false;
}
