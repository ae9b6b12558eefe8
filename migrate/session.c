/* The session of a run: connection, settings, statements. */
#include "migrate/session.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "catalog/read/connection.h"
#include "catalog/read/interrupt.h"
#include "catalog/read/sent.h"
#include "catalog/secret.h"
#include "catalog/secret_find.h"
#include "migrate/session_blockers.h"
#include "migrate/command.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

enum { OLDEST = 130000 };

/*
 * Settings of the session. Those of the database, the role or PGOPTIONS could let a change behave differently in different
 * databases, or end the session while it holds the lock: so all are set. The server checks every few seconds whether the client is
 * still connected, and releases the lock when it is not.
 */
static const struct {
	const char *name, *value;
	int since;
	const char *where; /* a condition for setting it; NULL: always */
} settings[] = {
	{ "search_path", "pg_catalog" },
	{ "standard_conforming_strings", "on" },
	{ "datestyle", "ISO" },
	{ "bytea_output", "hex" },
	{ "client_min_messages", "notice" },
	{ "default_transaction_isolation", "read committed" },
	{ "default_transaction_deferrable", "off" },
	{ "idle_in_transaction_session_timeout", "0" },
	{ "idle_session_timeout", "0", 140000 },
	{ "transaction_timeout", "0", 170000 },
	{ "client_connection_check_interval", "2s", 140000,
		"pg_catalog.version() OPERATOR(pg_catalog.~~) '%linux%'" }, /* requires kernel support */
	{ "tcp_keepalives_idle", "30" },
	{ "tcp_keepalives_interval", "10" },
	{ "tcp_keepalives_count", "6" },
	{ "tcp_user_timeout", "60s" },
};

/* COMMIT must survive a crash of the server, whatever the database's setting. */
static const char durable[] =
	"SELECT pg_catalog.set_config('synchronous_commit', 'on', false) WHERE pg_catalog.current_setting('synchronous_commit') "
	"OPERATOR(pg_catalog.=) 'off'"
	" AND pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) %d; ";

static const char facts[] =
	"SELECT pg_catalog.pg_backend_pid(), session_user, pg_catalog.current_database(), pg_catalog.pg_is_in_recovery(),"
	" pg_catalog.current_setting('transaction_read_only'), pg_catalog.to_regclass('dbalign.state') IS NOT NULL,"
	" pg_catalog.to_regnamespace('dbalign') IS NOT NULL, pg_catalog.to_regclass('dbalign.tenant_state') IS NOT NULL,"
	" %L OPERATOR(pg_catalog.=) '' OR EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) %L)";

void session_say(const struct session *session, const char *format, ...)
{
	va_list arguments;

	if (!session->say)
		return;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	session->say(text, session->data);
}

bool session_is_lost(const struct session *session)
{
	return PQstatus(session->connection) != CONNECTION_OK;
}

bool session_is_end(const PGresult *result)
{
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

	return severity && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0);
}

char *session_message(const struct session *session, const PGresult *result)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	static const struct {
		int field;
		const char *before;
	} more[] = { { PG_DIAG_MESSAGE_DETAIL, "\nDETAIL:  " }, { PG_DIAG_MESSAGE_HINT, "\nHINT:  " },
		{ PG_DIAG_CONTEXT, "\nCONTEXT:  " } };

	if (primary)
		g_string_printf(text, "ERROR %s: %s", PQresultErrorField(result, PG_DIAG_SQLSTATE), primary);
	else
		g_string_assign(text, PQerrorMessage(session->connection));
	for (size_t i = 0; primary && i < G_N_ELEMENTS(more); i++)
		if (PQresultErrorField(result, more[i].field))
			g_string_append_printf(text, "%s%s", more[i].before, PQresultErrorField(result, more[i].field));
	return g_strstrip(secret_hide(text->str, session->secrets));
}

static PGresult *fail(const struct session *session, PGresult *result, GError **error)
{
	g_autofree char *message = session_message(session, result);

	if (session_is_lost(session) || session_is_end(result))
		migrate_fail(error, MIGRATE_CONNECTION, "%s: the connection was lost: %s", session->name, message);
	else
		migrate_fail(error, MIGRATE_SQL, "%s: %s", session->name, message);
	PQclear(result);
	return NULL;
}

PGresult *session_await(struct session *session)
{
	enum { LOOK_MS = 200, BLOCKED_MS = 400 };
	int waited = 0;

	while (PQisBusy(session->connection)) {
		struct pollfd input = { .fd = PQsocket(session->connection), .events = POLLIN };

		if (interrupt_is_new())
			connection_cancel(session->connection);
		int ready = poll(&input, 1, LOOK_MS);
		if (ready > 0 && !PQconsumeInput(session->connection))
			break;
		waited = ready > 0 ? 0 : waited + LOOK_MS;
		if (waited >= BLOCKED_MS && waited % BLOCKED_MS == 0)
			blockers_look(session);
	}
	return PQgetResult(session->connection);
}

/* The last result, or the first with an error. */
static PGresult *gather(struct session *session)
{
	PGresult *result = NULL, *next;

	while ((next = session_await(session))) {
		if (result && !result_is_good(result)) {
			PQclear(next);
			continue;
		}
		PQclear(result);
		result = next;
		if (PQresultStatus(result) == PGRES_COPY_IN || PQresultStatus(result) == PGRES_COPY_OUT ||
			PQresultStatus(result) == PGRES_COPY_BOTH)
			break;
	}
	return result;
}

PGresult *session_text(struct session *session, const char *sql, GError **error)
{
	sent_begin(session->connection, sql);
	PGresult *result = PQsendQuery(session->connection, sql) ? gather(session) : NULL;
	sent_end(session->connection);

	return result_is_good(result) ? result : fail(session, result, error);
}

PGresult *session_query(struct session *session, const char *sql, int count, const char *const *values, GError **error)
{
	sent_begin(session->connection, sql);
	PGresult *result = PQsendQueryParams(session->connection, sql, count, NULL, values, NULL, NULL, 0) ? gather(session) : NULL;
	sent_end(session->connection);

	return result_is_good(result) ? result : fail(session, result, error);
}

/* Shown in pg_stat_activity, also to others who wait for the lock: "dbalign prd 5f0c1a2b host/123". */
static char *application_name(const struct session *session)
{
	return g_strdup_printf(
		"dbalign %.20s %.8s %.18s/%d", session->environment->name, session->run, g_get_host_name(), (int)getpid());
}

static char *settings_sql(const struct session *session)
{
	GString *sql = g_string_new(NULL);
	g_autofree char *application = application_name(session);
	int pid = PQbackendPID(session->connection);
	const struct environment *environment = session->environment;
	const char *tenant = environment->tenant ? environment->tenant : "";

	/* behind a pooler, which is refused below, the settings would stay for other clients */
	quote_format(sql, durable, pid);
	quote_format(sql, "SELECT pg_catalog.set_config('application_name', %L, false)", application);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (settings[i].since <= session->version)
			quote_format(sql, ", CASE WHEN %s THEN pg_catalog.set_config(%L, %L, false) END",
				settings[i].where ? settings[i].where : "true", settings[i].name, settings[i].value);
	quote_format(sql,
		", pg_catalog.set_config('lock_timeout', %L, false), pg_catalog.set_config('statement_timeout', %L, false)"
		", pg_catalog.set_config('dbalign.tenant', %L, false) WHERE pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) %d; ",
		environment->lock_timeout ? environment->lock_timeout : "2s",
		environment->statement_timeout ? environment->statement_timeout : "0", tenant, pid);
	quote_format(sql, facts, tenant, tenant);
	return g_string_free(sql, false);
}

bool session_restore(struct session *session, GError **error)
{
	g_autofree char *anew = settings_sql(session),
			*sql = g_strconcat("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; ", anew, NULL);
	AUTO_RESULT result = session_text(session, sql, error);

	return result;
}

static bool take_facts(struct session *session, GError **error)
{
	g_autofree char *sql = settings_sql(session);
	AUTO_RESULT result = session_text(session, sql, error);

	if (!result)
		return false;
	session->pid = result_int(result, 0, 0);
	g_free(session->user);
	session->user = g_strdup(result_text(result, 0, 1));
	session->read_only = result_bool(result, 0, 3) || strcmp(result_text(result, 0, 4), "on") == 0;
	session->registry = result_bool(result, 0, 5);
	session->tenants = result_bool(result, 0, 7);
	if (!session->registry && result_bool(result, 0, 6))
		return migrate_fail(error, MIGRATE_INTEGRITY,
			"%s: schema \"dbalign\" is there, and has no table \"state\": it is no registry, or one that was changed "
			"by hand; nothing was done: restore "
			"it from a backup, or drop it if no change was ever applied here",
			session->name);
	if (!result_bool(result, 0, 8))
		return migrate_fail(
			error, MIGRATE_USAGE, "%s: there is no such schema; nothing was done: create it first", session->name);
	const char *wanted = session->environment->database, *database = result_text(result, 0, 2);
	if (wanted && strcmp(wanted, database) != 0) {
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
			"%s: environment %s is for database \"%s\", and this is \"%s\"; nothing was done: correct its place",
			session->name, session->environment->name, wanted, database);
		return false;
	}
	/* a pooler invents the pid for its client, which has no server process of its own */
	if (session->pid != PQbackendPID(session->connection)) {
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
			"%s: the connection goes through a connection pooler, such as PgBouncer; with transaction pooling the "
			"runner's lock would be left behind in "
			"a session that serves others. Nothing was done: connect to the server itself",
			session->name);
		return false;
	}
	return true;
}

/* Prints notices of a change while it runs: "NOTICE: 1000 rows moved". */
static void hear(void *data, const PGresult *result)
{
	const struct session *session = data;
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY),
		   *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	g_autofree char *shown = secret_hide(text ? text : "", session->secrets);

	session_say(session, "%s: %s", severity ? severity : "NOTICE", shown);
}

static PGconn *connect(const struct session *session, GError **error)
{
	g_autofree char *password = NULL;

	if (session->environment->password_command &&
		!(password = command_output(session->environment->password_command, "password_command", error)))
		return NULL;
	const struct connection_options options = { .password = password };
	PGconn *connection = connection_open(session->environment->place, session->name, &options, error);
	if (password)
		memset(password, 0, strlen(password));
	return connection;
}

static bool start(struct session *session, GError **error)
{
	g_autoptr(GError) problem = NULL;

	session->connection = connect(session, &problem);
	if (!session->connection) {
		g_set_error(error, MIGRATE_ERROR, MIGRATE_CONNECTION, "%s", problem->message);
		return false;
	}
	PQsetNoticeReceiver(session->connection, hear, session);
	session->version = PQserverVersion(session->connection);
	if (session->version < OLDEST) {
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
			"%s: the server is PostgreSQL %d; 13 is the oldest that dbalign works with", session->name,
			session->version / 10000);
		return false;
	}
	return take_facts(session, error);
}

struct session *session_open(const struct environment *environment, const char *run, GError **error)
{
	struct session *session = g_new0(struct session, 1);

	session->environment = environment;
	g_autofree char *database = connection_name(environment->place);
	session->name = environment->tenant ? g_strconcat(database, "/", environment->tenant, NULL) : g_steal_pointer(&database);
	session->run = g_strdup(run);
	session->secrets = secret_find_in_connection(environment->place);
	if (start(session, error))
		return session;
	session_free(session);
	return NULL;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	PQfinish(session->connection);
	PQfinish(session->monitor);
	g_ptr_array_unref(session->secrets);
	g_free(session->name);
	g_free(session->run);
	g_free(session->user);
	g_free(session->blockers);
	g_free(session);
}

bool session_reconnect(struct session *session, double seconds, GError **error)
{
	enum { PAUSE_US = 250 * 1000 };
	gint64 end = g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC);

	for (;;) {
		g_clear_pointer(&session->connection, PQfinish);
		g_clear_pointer(&session->monitor, PQfinish);
		g_autoptr(GError) problem = NULL;
		if (start(session, &problem))
			return true;
		if (g_get_monotonic_time() >= end || interrupt_came()) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		g_usleep(PAUSE_US);
	}
}

bool session_check_writable(const struct session *session, GError **error)
{
	if (session->read_only)
		g_set_error(error, MIGRATE_ERROR, MIGRATE_CONNECTION,
			"%s: the server takes no writes (it is a standby, or default_transaction_read_only is on); nothing was "
			"done: connect to the primary",
			session->name);
	return !session->read_only;
}
