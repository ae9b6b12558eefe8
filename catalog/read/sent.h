/*
 * Shows the statements sent to servers: --show-queries. Every statement is sent by sent_exec() or sent_query(), or between
 * sent_begin() and sent_end(). It costs nothing when off.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

/*
 * Has show() called for each statement from now on, once it is answered, with the milliseconds since it was sent or, in a pipeline,
 * since the one before it was answered. Secrets in it are hidden; values of parameters are not part of it.
 */
void sent_show(void (*show)(const char *sql, double milliseconds));
/* A value that no statement is to show, besides those that secret_find() knows. */
void sent_hide(const char *secret);

/* PQexec() and PQexecParams(); the latter of texts. */
PGresult *sent_exec(PGconn *, const char *sql);
PGresult *sent_query(PGconn *, const char *sql, int count, const char *const *values);

/* A statement was given to libpq; in a pipeline there are several before the first is answered. */
void sent_begin(PGconn *, const char *sql);
/* The connection's oldest is answered. */
void sent_end(PGconn *);
/* Those of a connection that is given up, or whose pipeline ends, are not answered any more. */
void sent_forget(PGconn *);
