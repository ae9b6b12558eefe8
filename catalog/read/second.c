/* A second connection that reads the same snapshot as the first one. */
#include "catalog/read/second.h"

#include <poll.h>
#include <stdbool.h>
#include <string.h>

#include "catalog/read/connection.h"
#include "catalog/read/reading_pipeline.h"
#include "catalog/read/sent.h"
#include "sql/quote.h"

/* Both have to be the same user on the same server: a host name may stand for several. */
#define WHERE "pg_postmaster_start_time() || ' ' || current_user || ' ' || session_user"

/* Some 1,500 relations, indexes among them. */
const char second_export_sql[] = "SELECT CASE WHEN pg_relation_size('pg_class') > 393216 AND NOT pg_is_in_recovery()"
				 " THEN pg_export_snapshot() || ' ' || " WHERE " END";

enum { PATIENCE_MS = 300, STEP_MS = 10 };

/*
 * Waits a while for the connection's socket, and keeps what the first connection receives; whether the socket is ready. *over: it is
 * time to give up. As long as the first connection's server process has work to do, nothing is lost by waiting.
 */
static bool wait_for(PGconn *connection, short events, PGconn *first, gint64 until, bool *over)
{
	gint64 left = (until - g_get_monotonic_time()) / G_TIME_SPAN_MILLISECOND;
	bool ready = reading_pipeline_wait(connection, events, first, (int)MAX(left, STEP_MS));
	bool works = PQstatus(first) == CONNECTION_OK && PQisBusy(first);

	*over = !ready && !works && g_get_monotonic_time() >= until;
	return ready;
}

static bool finish_connecting(PGconn *connection, PGconn *first, gint64 until)
{
	PostgresPollingStatusType status = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
	bool over = false;

	/* PQconnectPoll() is called only when the socket is ready */
	while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED && !over)
		if (wait_for(connection, status == PGRES_POLLING_READING ? POLLIN : POLLOUT, first, until, &over))
			status = PQconnectPoll(connection);
	return status == PGRES_POLLING_OK;
}

/* One query's only result, and the NULL that ends it; NULL: there is none in time. */
static PGresult *result_soon(PGconn *connection, PGconn *first, gint64 until)
{
	PGresult *result = NULL, *next;
	bool over = false;

	while (PQisBusy(connection) && !over)
		if (wait_for(connection, POLLIN, first, until, &over) && !PQconsumeInput(connection))
			return NULL;
	if (over)
		return NULL;
	while ((next = PQgetResult(connection))) {
		PQclear(result);
		result = next;
	}
	return result;
}

static bool takes(PGconn *connection, PGconn *first, ExecStatusType expected, const char *text, gint64 until)
{
	PGresult *result = result_soon(connection, first, until);
	bool good = PQresultStatus(result) == expected && (!text || strcmp(PQgetvalue(result, 0, 0), text) == 0);

	PQclear(result);
	sent_end(connection);
	return good;
}

/* exported: the number of the snapshot, which has no space, and where it is. */
static bool take_snapshot(PGconn *connection, PGconn *first, const char *exported, gint64 until)
{
	g_auto(GStrv) parts = g_strsplit(exported, " ", 2);
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql, "SET TRANSACTION SNAPSHOT %L", parts[0]);
	return PQenterPipelineMode(connection) &&
	       reading_pipeline_send(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") &&
	       reading_pipeline_send(connection, sql->str) && reading_pipeline_send(connection, "SELECT " WHERE) &&
	       PQsendFlushRequest(connection) && PQflush(connection) == 0 &&
	       takes(connection, first, PGRES_COMMAND_OK, NULL, until) && takes(connection, first, PGRES_COMMAND_OK, NULL, until) &&
	       takes(connection, first, PGRES_TUPLES_OK, parts[1], until);
}

PGconn *second_open(PGconn *first, const char *exported)
{
	gint64 until = g_get_monotonic_time() + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
	PGconn *connection = connection_start_like(first);

	if (connection && finish_connecting(connection, first, until) && take_snapshot(connection, first, exported, until))
		return connection;
	sent_forget(connection);
	PQfinish(connection);
	return NULL;
}
