/* A libpq connection: opened without showing passwords, and statements run over it in one transaction. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

/* What stands beside a place's text, stronger than it; NULL: libpq's defaults. */
struct connection_options {
	const char *host, *port, *username, *password;
};

/* Whether a place's text is a connection string or URI, rather than a database's name; see the manual, "Connection Strings". */
bool connection_is_string(const char *text);

/* What messages call the place: never more of a connection string than the database or service. Free it. */
char *connection_name(const char *text);

/* Connects; messages of libpq without passwords. NULL and an error that begins with the name. */
PGconn *connection_open(const char *text, const char *name, const struct connection_options *, GError **);

/*
 * Runs the statements (char *) in one transaction, each by itself in the extended protocol, which takes no second statement in a
 * text. An error tells which one failed, and whether anything was changed as far as the state of the transaction proves it. A
 * signal such as Ctrl-C cancels the statement, which is such an error; it is left to the caller to let the signal take effect, by
 * interrupt_release(), once that is told.
 */
bool connection_run(PGconn *, const char *name, const GPtrArray *statements, GError **);

/*
 * One statement in no transaction, for those that take part in none. Where it fails nobody knows what it has left. hear gets messages that
 * it gives meanwhile, such as INFO; NULL: nobody.
 */
bool connection_run_alone(PGconn *, const char *name, const char *sql, void (*hear)(const char *message), GError **);

/* Both tell by the error's code that a lock could not be had in time, or that each waited for the other's. */
#define CONNECTION_ERROR (g_quark_from_static_string("connection"))
enum connection_error { CONNECTION_FAILED, CONNECTION_LOCKED };

/* Asks the server to cancel the statement that it runs, whose result then says so. Where asking fails the statement goes on. */
void connection_cancel(PGconn *);
