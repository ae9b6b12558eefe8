/* Opening connections, and running statements over them. */
#include "catalog/read/connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "catalog/read/interrupt.h"
#include "catalog/read/sent.h"
#include "catalog/secret.h"
#include "catalog/secret_find.h"

#define UNKNOWN "it is not known whether anything was changed: run yaml2db --check"

/*
 * PGCONNECT_TIMEOUT or connect_timeout override it; libpq's default is to wait for ever for a server, or a pooler, that does not
 * answer.
 */
#define CONNECT_SECONDS "10"

static void clear_result(PGresult **result)
{
	PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(clear_result))) PGresult *

bool connection_is_string(const char *text)
{
	return strchr(text, '=') || g_str_has_prefix(text, "postgres://") || g_str_has_prefix(text, "postgresql://");
}

/*
 * A password with a slash or an @ that is not percent-encoded ends elsewhere than one thinks, and libpq would take, and show, its
 * rest as a host or database: postgresql://me:a@b@host/db, postgresql://me:a/b@host/db.
 */
static bool uri_is_ambiguous(const char *text)
{
	const char *authority = strstr(text, "://");

	if (!authority)
		return false;
	authority += strlen("://");
	const char *slash = authority + strcspn(authority, "/"), *at = memchr(authority, '@', (size_t)(slash - authority));
	if (at)
		return memchr(at + 1, '@', strcspn(at + 1, "/?"));
	return memchr(slash, '@', strcspn(slash, "?"));
}

/* A URI with a mistake in its beginning would be a database's name, password and all. */
static bool looks_like_uri(const char *text)
{
	const char *colon = strchr(text, ':');

	return colon && (g_str_has_prefix(colon, "://") || strchr(colon, '@'));
}

char *connection_name(const char *text)
{
	char *name = NULL;

	if (!connection_is_string(text))
		return g_strdup(looks_like_uri(text) ? "the database" : text);
	PQconninfoOption *options = uri_is_ambiguous(text) ? NULL : PQconninfoParse(text, NULL);
	for (PQconninfoOption *option = options; option && option->keyword && !name; option++)
		if (option->val && (strcmp(option->keyword, "dbname") == 0 || strcmp(option->keyword, "service") == 0)) {
			g_autoptr(GPtrArray) secrets = secret_find_in_connection(option->val);
			name = secret_hide(option->val, secrets);
		}
	PQconninfoFree(options);
	return name ? name : g_strdup("the database");
}

/* libpq's messages repeat invalid text including passwords: such text is not passed to it. */
static bool check(const char *text, GError **error)
{
	const char *problem = NULL;
	PQconninfoOption *options;

	if (!*text) {
		g_set_error(error, CONNECTION_ERROR, 0,
			"a place is empty, perhaps a variable that is not set; expected a database or a file");
		return false;
	}
	if (!connection_is_string(text))
		problem = looks_like_uri(text) ? "a place looks like a URI, but does not begin with postgresql://" : NULL;
	else if (uri_is_ambiguous(text))
		problem = "a URI has a password with a slash or an @, which are to be written as %2F and %40";
	else if (!(options = PQconninfoParse(text, NULL)))
		problem = "a connection string or URI is malformed";
	else
		PQconninfoFree(options);
	if (problem)
		g_set_error(error, CONNECTION_ERROR, 0, "%s; it is not shown, as it may hold a password", problem);
	return !problem;
}

static bool fail(const char *name, const char *message, const GPtrArray *secrets, GError **error)
{
	g_autofree char *text = g_strstrip(secret_hide(message, secrets));

	g_set_error(error, CONNECTION_ERROR, 0, "%s: %s", name, text);
	return false;
}

static void pass_on(void *data, const char *message)
{
	void (*const *hear)(const char *) = data;

	if (hear && *hear)
		(*hear)(message);
}

/* The secrets of the text, and of a nested text: a URI as the name of a database or of a host. */
static GPtrArray *secrets_of(const char *text, const char *host, const char *password)
{
	GPtrArray *secrets = secret_find_in_connection(text);
	const char *const others[] = { host, g_getenv("PGHOST"), g_getenv("PGHOSTADDR"), g_getenv("PGDATABASE") };
	PQconninfoOption *options = connection_is_string(text) ? PQconninfoParse(text, NULL) : NULL;

	for (PQconninfoOption *option = options; option && option->keyword; option++)
		if (option->val)
			g_ptr_array_extend_and_steal(secrets, secret_find_in_connection(option->val));
	PQconninfoFree(options);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (others[i])
			g_ptr_array_extend_and_steal(secrets, secret_find_in_connection(others[i]));
	if (password && *password)
		g_ptr_array_add(secrets, g_strdup(password));
	return secrets;
}

/*
 * Keywords after dbname override the text, keywords before it are defaults: with keepalives a vanished server is noticed within two
 * minutes instead of two hours.
 */
PGconn *connection_open(const char *text, const char *name, const struct connection_options *options, GError **error)
{
	const char *timeout = g_getenv("PGCONNECT_TIMEOUT") ? NULL : CONNECT_SECONDS;
	const char *const keywords[] = { "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", "host", "port", "user", "password", NULL };
	const char *const values[] = { g_get_prgname(), timeout, "30", "10", "6", "60000", text, "UTF8", options->host,
		options->port, options->username, options->password, NULL };

	if (!check(text, error))
		return NULL;
	PGconn *connection = PQconnectdbParams(keywords, values, 1);
	if (PQstatus(connection) == CONNECTION_OK) {
		PQsetNoticeProcessor(connection, pass_on, NULL);
		return connection;
	}
	g_autoptr(GPtrArray) secrets = secrets_of(text, options->host, options->password);
	fail(name, PQerrorMessage(connection), secrets, error);
	PQfinish(connection);
	return NULL;
}

PGconn *connection_start_like(PGconn *connection)
{
	/* of several hosts, the one that was reached */
	const struct {
		const char *keyword, *value;
	} reached[] = { { "host", PQhost(connection) }, { "hostaddr", PQhostaddr(connection) }, { "port", PQport(connection) },
		{ "password", PQpass(connection) }, { "target_session_attrs", "any" } };
	PQconninfoOption *options = PQconninfo(connection);
	g_autoptr(GPtrArray) keywords = g_ptr_array_new(), values = g_ptr_array_new();
	bool asks = false; /* OAuth shows the user a code, once more each time */

	for (PQconninfoOption *option = options; option && option->keyword; option++) {
		const char *value = option->val;
		asks = asks || (value && g_str_has_prefix(option->keyword, "oauth_"));
		for (size_t i = 0; i < G_N_ELEMENTS(reached); i++)
			if (strcmp(reached[i].keyword, option->keyword) == 0)
				value = reached[i].value;
		if (value && *value) {
			g_ptr_array_add(keywords, option->keyword);
			g_ptr_array_add(values, (char *)value);
		}
	}
	g_ptr_array_add(keywords, NULL);
	g_ptr_array_add(values, NULL);
	PGconn *again =
		asks ? NULL : PQconnectStartParams((const char *const *)keywords->pdata, (const char *const *)values->pdata, 0);
	PQconninfoFree(options);
	if (again)
		PQsetNoticeProcessor(again, pass_on, NULL);
	return again;
}

/* The server shows part of the statement in its message, which may be part of a secret: then only its words are taken. */
static char *message_of(const PGconn *connection, const PGresult *result, const GPtrArray *secrets)
{
	static const struct {
		int field;
		const char *before;
	} fields[] = { { PG_DIAG_SEVERITY, "" }, { PG_DIAG_MESSAGE_PRIMARY, ":  " }, { PG_DIAG_MESSAGE_DETAIL, "\nDETAIL:  " },
		{ PG_DIAG_MESSAGE_HINT, "\nHINT:  " }, { PG_DIAG_CONTEXT, "\nCONTEXT:  " } };
	g_autoptr(GString) text = g_string_new(NULL);

	if (!secrets->len || !PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))
		return g_strdup(PQerrorMessage(connection));
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		const char *field = PQresultErrorField(result, fields[i].field);
		if (field)
			g_string_append_printf(text, "%s%s", fields[i].before, field);
	}
	return secret_hide(text->str, secrets);
}

void connection_cancel(PGconn *connection)
{
	char problem[256];
	PGcancel *handle = PQgetCancel(connection);

	/* if that fails, the statement continues, and the loop waits for it */
	if (handle)
		PQcancel(handle, problem, sizeof(problem));
	PQfreeCancel(handle);
}

/*
 * Waits for the server's result. A signal cancels the statement: otherwise it would continue, with its locks, after the program
 * ends.
 */
static PGresult *await(PGconn *connection)
{
	enum { LOOK_MS = 200 }; /* a signal may come just before waiting */
	PGresult *first = NULL, *next;

	while (PQisBusy(connection)) {
		struct pollfd input = { .fd = PQsocket(connection), .events = POLLIN };

		if (interrupt_is_new())
			connection_cancel(connection);
		if (poll(&input, 1, LOOK_MS) > 0 && !PQconsumeInput(connection))
			break;
	}
	while ((next = PQgetResult(connection))) {
		if (first)
			PQclear(next);
		else
			first = next;
	}
	return first;
}

/* lock_not_available and deadlock_detected, see the manual's appendix "PostgreSQL Error Codes". */
static bool is_locked(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return state && (strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0);
}

/* Runs one statement; *tag, unless NULL, gets its command tag. */
static bool execute(PGconn *connection, const char *name, const char *sql, const GPtrArray *secrets, char **tag, GError **error)
{
	sent_begin(connection, sql);
	AUTO_RESULT result = PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 0) ? await(connection) : NULL;
	ExecStatusType status = PQresultStatus(result);
	sent_end(connection);

	if (tag)
		*tag = g_strdup(result ? PQcmdStatus(result) : "");
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return true;
	g_autofree char *message = message_of(connection, result, secrets);
	fail(name, message, secrets, error);
	if (error && is_locked(result))
		(*error)->code = CONNECTION_LOCKED;
	return false;
}

/* Ends the transaction after a failure, and returns what that proves about changes. */
static const char *undo(PGconn *connection, const char *name)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autofree char *tag = NULL;

	if (PQstatus(connection) != CONNECTION_OK)
		return "The connection was lost before COMMIT was sent, so the server rolls all of it back.";
	if (PQtransactionStatus(connection) != PQTRANS_INERROR && PQtransactionStatus(connection) != PQTRANS_INTRANS)
		return "There was no transaction any more: " UNKNOWN;
	if (!execute(connection, name, "ROLLBACK", none, &tag, NULL) || PQtransactionStatus(connection) != PQTRANS_IDLE ||
		strcmp(tag, "ROLLBACK") != 0)
		return "ROLLBACK failed as well: " UNKNOWN;
	return "All is rolled back, nothing was changed.";
}

static bool run_statement(PGconn *connection, const char *name, const GPtrArray *statements, guint at, GError **error)
{
	const char *sql = statements->pdata[at];
	g_autoptr(GPtrArray) secrets = secret_find(sql);
	g_autoptr(GError) problem = NULL;
	bool good = execute(connection, name, sql, secrets, NULL, &problem);

	if (good && PQtransactionStatus(connection) == PQTRANS_INTRANS)
		return true;
	g_autofree char *shown = secret_hide(sql, secrets);
	if (good)
		g_set_error(error, CONNECTION_ERROR, 0, "%s: statement %u of %u ended the transaction:\n%s\n" UNKNOWN, name, at + 1,
			statements->len, shown);
	else
		g_set_error(error, CONNECTION_ERROR, problem->code, "%s\nin statement %u of %u:\n%s\n%s", problem->message, at + 1,
			statements->len, shown, undo(connection, name));
	return false;
}

static bool commit(PGconn *connection, const char *name, GError **error)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GError) problem = NULL;
	g_autofree char *tag = NULL;
	bool good = execute(connection, name, "COMMIT", none, &tag, &problem);

	if (good && strcmp(tag, "COMMIT") == 0)
		return true;
	if (good)
		g_set_error(error, CONNECTION_ERROR, 0, "%s: the server answered COMMIT with %s: nothing was changed", name, tag);
	else if (PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE)
		g_set_error(
			error, CONNECTION_ERROR, 0, "%s\nat COMMIT. All is rolled back, nothing was changed.", problem->message);
	else
		g_set_error(error, CONNECTION_ERROR, 0, "%s\nThe answer to COMMIT was lost: " UNKNOWN, problem->message);
	return false;
}

static bool run(PGconn *connection, const char *name, const GPtrArray *statements, GError **error)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();

	if (!execute(connection, name, "BEGIN", none, NULL, error))
		return false;
	for (guint i = 0; i < statements->len; i++)
		if (!run_statement(connection, name, statements, i, error))
			return false;
	return commit(connection, name, error);
}

bool connection_run(PGconn *connection, const char *name, const GPtrArray *statements, GError **error)
{
	interrupt_hold();
	bool good = run(connection, name, statements, error);
	if (!interrupt_came())
		interrupt_release();
	return good;
}

bool connection_run_alone(PGconn *connection, const char *name, const char *sql, void (*hear)(const char *message), GError **error)
{
	g_autoptr(GPtrArray) secrets = secret_find(sql);
	g_autoptr(GError) problem = NULL;

	interrupt_hold();
	PQsetNoticeProcessor(connection, pass_on, (void *)&hear);
	bool good = execute(connection, name, sql, secrets, NULL, &problem);
	PQsetNoticeProcessor(connection, pass_on, NULL);
	if (!good) {
		g_autofree char *shown = secret_hide(sql, secrets);
		g_set_error(error, CONNECTION_ERROR, problem->code, "%s\nin a statement outside transactions:\n%s",
			problem->message, shown);
	}
	if (!interrupt_came())
		interrupt_release();
	return good;
}
