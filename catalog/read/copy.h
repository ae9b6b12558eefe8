/* What tables hold, as text: COPY TO STDOUT. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/*
 * Runs the statements (char *) in one transaction that reads one state and changes nothing; appends a GString * for each to texts.
 * Values are printed the same whatever the session has set, and rows that policies hide are an error. An error is the name and the
 * server's message.
 */
bool copy_out(PGconn *, const char *name, const GPtrArray *statements, GPtrArray *texts, GError **);
