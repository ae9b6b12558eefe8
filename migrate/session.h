/*
 * The session of a run: one connection, which holds the lock and does the work, so that PostgreSQL knows who waits for whom. While
 * it waits, a second connection finds out for whom.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/environment.h"

struct session {
	const struct environment *environment;
	PGconn *connection;			   /* PQstatus() shows whether it is alive */
	char *name;				   /* the database's name in messages */
	char *run;				   /* the run's id */
	char *user;				   /* session_user */
	int pid;				   /* of the server process */
	int version;				   /* of the server, as 150000 */
	bool read_only;				   /* a standby, or default_transaction_read_only */
	bool registry;				   /* whether the database has a registry */
	bool tenants;				   /* whether that is one with tenants */
	PGconn *monitor;			   /* NULL until the session waits */
	char *blockers;				   /* who it waited for last; NULL: unknown */
	void (*say)(const char *text, void *data); /* prints progress: a line without newline; NULL */
	void *data;
	GPtrArray *secrets; /* char *: values that no message may contain */
};

/*
 * Connects and sets the session's parameters (manual, sections 20.11 and 20.12). The password comes from libpq or the environment's
 * command. NULL with MIGRATE_CONNECTION where it cannot connect; MIGRATE_USAGE for a database other than the environment's, a
 * server before 13, or a pooler. session_free() it.
 */
struct session *session_open(const struct environment *, const char *run, GError **);
void session_free(struct session *);

/* Connects again after the connection was lost; retries until the seconds have passed. False with an error. */
bool session_reconnect(struct session *, double seconds, GError **);
bool session_is_lost(const struct session *);
/*
 * Whether the server ends the session with this result: terminated by an administrator, a shutdown, a failover. Decided by
 * severity, since any statement may raise any SQLSTATE. False for NULL.
 */
bool session_is_end(const PGresult *);

/* Restores the session's settings, after a change has set some that outlast its transaction. False with an error. */
bool session_restore(struct session *, GError **);

/* MIGRATE_CONNECTION where the server is read-only. */
bool session_check_writable(const struct session *, GError **);

/*
 * Runs statements as one simple query and returns the last result. NULL with an error, MIGRATE_CONNECTION where the connection was
 * lost, else MIGRATE_SQL.
 */
PGresult *session_text(struct session *, const char *sql, GError **);
/* One statement with parameters; NULL for SQL's NULL. */
PGresult *session_query(struct session *, const char *sql, int count, const char *const *values, GError **);

/*
 * The next result, like PQgetResult(). During the wait a signal such as Ctrl-C cancels the statement, and after half a second it
 * looks for blocking sessions.
 */
PGresult *session_await(struct session *);

/* Prints progress, if there is a callback. */
void session_say(const struct session *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The error of a result, or of the connection, without secrets: "ERROR 42601: ...". Free it. */
char *session_message(const struct session *, const PGresult *);
