/* Queries sent and their results taken, in the pipelines of the connections that read. */
#include "catalog/read/reading_pipeline.h"

#include <poll.h>

#include "catalog/read/error.h"
#include "catalog/read/sent.h"

bool reading_pipeline_fail(PGconn *connection, GError **error)
{
	g_autofree char *message = g_strstrip(g_strdup(PQerrorMessage(connection)));

	g_set_error(error, READ_ERROR, READ_FAILED, "%s", message);
	return false;
}

static void fail_query(const struct kind *kind, const PGresult *result, GError **error)
{
	static const struct {
		const char *state, *hint;
	} hints[] = {
		{ "55P03", "; another session keeps a table locked (see pg_locks): try again when it has ended" },
		{ "22021", "; a name or a text of that kind is not in UTF-8, which a database of encoding SQL_ASCII allows:"
			   " correct it there" },
	};
	/* an object that is gone, or whose cache entry is */
	static const char *const changed[] = { "XX000", "42P01", "42704", NULL };
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE), *hint = "";
	g_autofree char *message = g_strstrip(g_strdup(PQresultErrorMessage(result)));

	for (size_t i = 0; i < G_N_ELEMENTS(hints); i++)
		if (g_strcmp0(state, hints[i].state) == 0)
			hint = hints[i].hint;
	g_set_error(error, READ_ERROR, state && g_strv_contains(changed, state) ? READ_CHANGED : READ_FAILED,
		"cannot read %s%s: %s%s", kind ? "kind " : "the catalogs", kind ? kind->name : "",
		message[0] ? message : "the pipeline was aborted", hint);
}

PGconn *reading_pipeline_of(const struct reading *reading, const struct kind *kind)
{
	return kind && kind->opens_tables && reading->second ? reading->second : reading->connection;
}

bool reading_pipeline_wait(PGconn *connection, short events, PGconn *other, int milliseconds)
{
	struct pollfd sockets[] = { { .fd = PQsocket(connection), .events = events },
		{ .fd = other ? PQsocket(other) : -1, .events = POLLIN } };
	bool any = poll(sockets, G_N_ELEMENTS(sockets), milliseconds) > 0;

	if (any && sockets[1].revents)
		PQconsumeInput(other);
	return any && sockets[0].revents;
}

/* PQgetResult(), that keeps what the other connection receives meanwhile: its server process can go on. */
static PGresult *result_of(PGconn *connection, PGconn *other)
{
	while (other && PQstatus(connection) == CONNECTION_OK && PQisBusy(connection))
		if (reading_pipeline_wait(connection, POLLIN, other, -1) && !PQconsumeInput(connection))
			break;
	return PQgetResult(connection);
}

bool reading_pipeline_take(PGconn *connection, struct reading *reading, const struct kind *kind, row_reader read, GError **error)
{
	PGconn *other = connection == reading->second ? reading->connection : reading->second;
	bool good = true;
	PGresult *result;

	/* a result for each row costs more than all else that is done with it; but columns are too many to have them all at once */
	if (kind && kind->sub_object)
		PQsetSingleRowMode(connection);
	while ((result = result_of(connection, other))) {
		ExecStatusType status = PQresultStatus(result);
		struct row row = { result, 0 };

		for (; (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE) && read && good && row.index < PQntuples(result);
			row.index++)
			good = read(reading, kind, &row, error);
		if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && good) {
			fail_query(kind, result, error);
			good = false;
		}
		PQclear(result);
	}
	sent_end(connection);
	return good;
}

bool reading_pipeline_send(PGconn *connection, const char *sql)
{
	sent_begin(connection, sql);
	return PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 0);
}

bool reading_pipeline_take_sync(PGconn *connection, GError **error)
{
	PGresult *result = PQgetResult(connection);
	bool good = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

	PQclear(result);
	return good || (error && *error) || reading_pipeline_fail(connection, error);
}

bool reading_pipeline_drain(PGconn *connection)
{
	if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF)
		return true;
	/* the point of synchronization may not have been sent yet; a second one does no harm */
	bool good = PQpipelineSync(connection);
	while (good && PQpipelineStatus(connection) != PQ_PIPELINE_OFF) {
		PGresult *result = PQgetResult(connection);
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
			PQexitPipelineMode(connection);
		good = PQstatus(connection) == CONNECTION_OK;
		PQclear(result);
	}
	return good;
}
