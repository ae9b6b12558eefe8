/* Reads the rows of tables as text: COPY TO STDOUT. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/*
 * Runs the statements (char *) in one read-only transaction with one snapshot; appends a GString * for each to texts. Values do not
 * depend on the session's settings, and rows hidden by policies are an error. False with an error: the name and the server's
 * message.
 */
bool copy_out(PGconn *, const char *name, const GPtrArray *statements, GPtrArray *texts, GError **);
