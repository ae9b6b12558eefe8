/* A libpq connection: opened without showing passwords, and statements run over it in one transaction. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/* Override a place's text; NULL: libpq's defaults. */
struct connection_options {
	const char *host, *port, *username, *password;
};

/* Whether a place's text is a connection string or URI, rather than a database's name; see the manual, "Connection Strings". */
bool connection_is_string(const char *text);

/* The name of the place in messages: of a connection string only the database or service. Free it. */
char *connection_name(const char *text);

/* Connects; messages of libpq without passwords. NULL and an error that begins with the name. */
PGconn *connection_open(const char *text, const char *name, const struct connection_options *, GError **);

/*
 * Begins to connect to the server and database of the connection once more, as the same user; PQconnectPoll() goes on. NULL where
 * the user would have to be asked. The caller closes it by PQfinish().
 */
PGconn *connection_start_like(PGconn *);

/*
 * Runs the statements (char *) in one transaction, each in the extended query protocol, which does not allow two statements in one
 * text. False with an error that says which one failed, and whether anything was changed, as far as the transaction's state proves
 * it. A signal such as Ctrl-C cancels the statement, which is such an error; the caller then calls interrupt_release() for the
 * signal to take effect.
 */
bool connection_run(PGconn *, const char *name, const GPtrArray *statements, GError **);

/*
 * Runs one statement that does not work in a transaction block. If it fails, its effects are unknown. hear gets messages that it gives
 * meanwhile, such as INFO; NULL: nobody.
 */
bool connection_run_alone(PGconn *, const char *name, const char *sql, void (*hear)(const char *message), GError **);

/* CONNECTION_LOCKED: a lock timeout, or a deadlock. */
#define CONNECTION_ERROR (g_quark_from_static_string("connection"))
enum connection_error { CONNECTION_FAILED, CONNECTION_LOCKED };

/* Asks the server to cancel the running statement, which then fails. If asking fails, the statement continues. */
void connection_cancel(PGconn *);
