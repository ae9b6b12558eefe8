/*
 * What goes wrong in the tests' own build of dbalign: DBALIGN_FAULT=POINT:ACTION[:COUNT], at the COUNT-th time that the point is
 * passed.
 */
#include <libpq-fe.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "migrate/fault.h"

/* Until the server process is gone: its client finds a broken connection. */
static void terminate(int pid)
{
	g_autofree char *sql = g_strdup_printf("SELECT pg_terminate_backend(%d)", pid);
	g_autofree char *look = g_strdup_printf("SELECT count(*) FROM pg_stat_activity WHERE pid = %d", pid);
	PGconn *connection = PQconnectdb("dbname=postgres");

	PQclear(PQexec(connection, sql));
	for (bool there = true; there;) {
		PGresult *result = PQexec(connection, look);
		there = PQresultStatus(result) == PGRES_TUPLES_OK && strcmp(PQgetvalue(result, 0, 0), "0") != 0;
		PQclear(result);
		g_usleep(5000);
	}
	PQfinish(connection);
}

static void pass(const char *point, int pid)
{
	static int passed;
	g_auto(GStrv) parts = g_strsplit(g_getenv("DBALIGN_FAULT"), ":", 3);

	if (strcmp(parts[0], point) != 0 || ++passed != (parts[2] ? atoi(parts[2]) : 1))
		return;
	if (strcmp(parts[1], "kill") == 0)
		raise(SIGKILL);
	terminate(pid);
}

__attribute__((constructor)) static void set(void)
{
	if (getenv("DBALIGN_FAULT"))
		fault_hook = pass;
}
