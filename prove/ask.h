/* Statements on a scratch database. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/* The rows of a statement, or none; NULL with PROVE_FAILED: what the server says, behind "WHO: " where who is not NULL. */
PGresult *ask(PGconn *, const char *who, const char *sql, GError **);
/* The same of statements whose rows do not matter. */
bool ask_run(PGconn *, const char *who, const char *sql, GError **);
