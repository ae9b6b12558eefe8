/* Statements on a scratch database. */
#include "prove/ask.h"

#include "catalog/read/sent.h"
#include "prove/error.h"

PGresult *ask(PGconn *connection, const char *who, const char *sql, GError **error)
{
	PGresult *result = sent_exec(connection, sql);

	if (PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK)
		return result;
	g_autofree char *message = g_strstrip(g_strdup(PQerrorMessage(connection)));
	g_set_error(error, PROVE_ERROR, PROVE_FAILED, "%s%s%s", who ? who : "", who ? ": " : "", message);
	PQclear(result);
	return NULL;
}

bool ask_run(PGconn *connection, const char *who, const char *sql, GError **error)
{
	PGresult *result = ask(connection, who, sql, error);

	PQclear(result);
	return result;
}
