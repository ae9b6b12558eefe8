/* A change as the runner applies it. */
#include "rehearse.h"

#include <criterion/criterion.h>
#include <string.h>

static bool is_true(const PGresult *result)
{
	return PQntuples(result) == 1 && PQnfields(result) == 1 && PQftype(result, 0) == 16 &&
	       strcmp(PQgetvalue(result, 0, 0), "t") == 0;
}

char *rehearse_holds(PGconn *connection, const char *script)
{
	char *wrong = NULL;
	guint assertions = 0;

	PGresult *path = PQexec(connection, "SET LOCAL search_path = pg_catalog");
	PQclear(path);
	if (!PQsendQuery(connection, script))
		return g_strdup(PQerrorMessage(connection));
	for (PGresult *result; (result = PQgetResult(connection)); PQclear(result)) {
		ExecStatusType status = PQresultStatus(result);
		assertions += status == PGRES_TUPLES_OK;
		if (!wrong && status == PGRES_TUPLES_OK && !is_true(result))
			wrong = g_strdup_printf("assertion %u does not hold:\n%s", assertions, script);
		if (!wrong && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
			wrong = g_strdup_printf("%s\n%s", PQresultErrorMessage(result), script);
	}
	return wrong ? wrong : assertions ? NULL : g_strdup("nothing is asserted");
}

static char *run(PGconn *connection, const char *sql)
{
	PGresult *result = PQexec(connection, sql);
	ExecStatusType status = PQresultStatus(result);
	char *wrong = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
			      ? NULL
			      : g_strdup_printf("%s\n%s", PQerrorMessage(connection), sql);

	PQclear(result);
	return wrong;
}

char *rehearse(PGconn *connection, const char *before, const char *between, const char *after)
{
	char *wrong = run(connection, "BEGIN");

	if (!wrong && before)
		wrong = rehearse_holds(connection, before);
	if (!wrong)
		wrong = run(connection, between);
	if (!wrong)
		wrong = run(connection, "SET CONSTRAINTS ALL IMMEDIATE");
	if (!wrong && after)
		wrong = rehearse_holds(connection, after);
	char *ended = run(connection, wrong ? "ROLLBACK" : "COMMIT");
	if (!wrong)
		return ended;
	g_free(ended);
	return wrong;
}

char *rehearse_text(PGconn *connection, const char *sql)
{
	PGresult *result = PQexec(connection, sql);

	cr_assert_eq(PQresultStatus(result), PGRES_TUPLES_OK, "%s\n%s", PQerrorMessage(connection), sql);
	char *text = g_strdup(PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	return text;
}
