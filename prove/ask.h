/* Statements on a scratch database. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/* The result of a statement; NULL with PROVE_FAILED: the server's message, after "WHO: " where who is not NULL. PQclear() it. */
PGresult *ask(PGconn *, const char *who, const char *sql, GError **);
/* The same of statements whose rows do not matter. */
bool ask_run(PGconn *, const char *who, const char *sql, GError **);
