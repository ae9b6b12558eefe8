/* A server newer than any known is told from the ledger by what its catalogs have. */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>

#include "catalog/read/newer.h"
#include "tests/server.h"

static PGresult *ask(PGconn *connection, const char *sql)
{
	PGresult *result = PQexec(connection, sql);

	cr_assert(PQresultStatus(result) == PGRES_TUPLES_OK, "%s", PQerrorMessage(connection));
	return result;
}

Test(newer, columns)
{
	PGconn *connection = PQconnectdb("dbname=template1");
	g_autofree char *sql = newer_sql();
	g_autoptr(GString) older = g_string_new(sql);

	if (server_version() == NEWEST_KNOWN) {
		PGresult *all = ask(connection, sql);
		cr_expect(PQntuples(all) == 0, "%s is not known", PQntuples(all) ? PQgetvalue(all, 0, 0) : "");
		PQclear(all);
	}
	/* as if the ledger did not know these, and whatever else an older server has that the newest has not */
	cr_assert(g_string_replace(older, "'pg_class.relname'", "''", 0) && g_string_replace(older, "'pg_largeobject.*'", "''", 0),
		"%s", sql);
	PGresult *unknown = ask(connection, older->str);
	const char *expected[] = { "pg_class.relname", "pg_largeobject.data", "pg_largeobject.loid", "pg_largeobject.pageno" };
	for (size_t e = 0; e < G_N_ELEMENTS(expected); e++) {
		bool found = false;
		for (int i = 0; i < PQntuples(unknown); i++)
			found = found || g_str_equal(PQgetvalue(unknown, i, 0), expected[e]);
		cr_expect(found, "%s is not found to be new", expected[e]);
	}
	PQclear(unknown);
	PQfinish(connection);
}
