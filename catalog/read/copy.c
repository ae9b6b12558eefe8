/* Reads the rows of tables as text. */
#include "catalog/read/copy.h"
#include "catalog/read/sent.h"

#include <string.h>

#define COPY_ERROR (g_quark_from_static_string("copy"))

/* The same settings as in scripts, so that values mean the same there. */
static const char begin[] =
	"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = ''; SET LOCAL row_security = off; SET LOCAL "
	"DateStyle = 'ISO';"
	" SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL lc_monetary = 'C'; SET LOCAL "
	"extra_float_digits = 1;"
	" SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'; SET LOCAL statement_timeout = 0";

static bool fail(PGconn *connection, GError **error)
{
	g_autofree char *message = g_strstrip(g_strdup(PQerrorMessage(connection)));

	g_set_error(error, COPY_ERROR, 0, "%s", message);
	return false;
}

static bool run(PGconn *connection, const char *sql, ExecStatusType expected, GError **error)
{
	PGresult *result = sent_exec(connection, sql);
	bool good = PQresultStatus(result) == expected || fail(connection, error);

	PQclear(result);
	return good;
}

static bool copy(PGconn *connection, const char *sql, GString *text, GError **error)
{
	char *row;
	int length;

	if (!run(connection, sql, PGRES_COPY_OUT, error))
		return false;
	while ((length = PQgetCopyData(connection, &row, 0)) > 0) {
		g_string_append_len(text, row, length);
		PQfreemem(row);
	}
	PGresult *result = PQgetResult(connection);
	bool good = length == -1 && PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!good)
		fail(connection, error);
	for (; result; result = PQgetResult(connection))
		PQclear(result);
	return good;
}

static void free_text(gpointer text)
{
	g_string_free(text, true);
}

bool copy_out(PGconn *connection, const char *name, const GPtrArray *statements, GPtrArray *texts, GError **error)
{
	bool good = run(connection, begin, PGRES_COMMAND_OK, error);

	g_ptr_array_set_free_func(texts, free_text);
	for (guint i = 0; good && i < statements->len; i++) {
		GString *text = g_string_new(NULL);
		g_ptr_array_add(texts, text);
		good = copy(connection, statements->pdata[i], text, error);
	}
	if (!good)
		g_prefix_error(error, "%s: ", name);
	PQclear(sent_exec(connection, "ROLLBACK"));
	return good;
}
