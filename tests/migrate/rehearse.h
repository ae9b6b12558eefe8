/* A change as the runner applies it: for tests of those that are written. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/*
 * Each statement that gives rows gives one that is true; NULL, or the text of the assertion that does not hold or the error.
 * Free it.
 */
char *rehearse_holds(PGconn *, const char *script);

/*
 * In one transaction before, what is between, and after; NULL, or what is wrong, after which nothing has changed. Free it.
 * before and after may be NULL.
 */
char *rehearse(PGconn *, const char *before, const char *between, const char *after);

/* One text of a query. Free it. */
char *rehearse_text(PGconn *, const char *sql);
