/*
 * The session of a run: one connection to the database, which holds the lock and does the work, so that PostgreSQL sees who waits
 * for whom. A second one looks, while the first one waits, who it waits for.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/environment.h"

struct session {
	const struct environment *environment;
	PGconn *connection;			   /* PQstatus() tells whether it is alive */
	char *name;				   /* what messages call the database */
	char *run;				   /* the run's id */
	char *user;				   /* session_user */
	int pid;				   /* of the server process */
	int version;				   /* of the server, as 150000 */
	bool read_only;				   /* a standby, or default_transaction_read_only */
	bool registry;				   /* whether the database has one */
	bool tenants;				   /* whether that is one of tenants */
	PGconn *monitor;			   /* NULL until something waits */
	char *blockers;				   /* who was waited for the last time; NULL: nobody was seen */
	void (*say)(const char *text, void *data); /* progress: a line without newline; NULL */
	void *data;
	GPtrArray *secrets; /* char *: values that no message may show */
};

/*
 * Connects and sets what the session needs (manual, section 20.11 and 20.12). The password is that of libpq's ways or of the
 * environment's command. MIGRATE_CONNECTION where there is no connection; MIGRATE_USAGE for another database than the
 * environment's, a server before 13, or a pooler.
 */
struct session *session_open(const struct environment *, const char *run, GError **);
void session_free(struct session *);

/* Once more, after the connection was lost; tried until the seconds have passed. */
bool session_reconnect(struct session *, double seconds, GError **);
bool session_is_lost(const struct session *);
/*
 * Whether the result is the server's word that it ends the session: an administrator, a shutdown, a failover. Its severity tells,
 * as any statement may raise any SQLSTATE. NULL is none.
 */
bool session_is_end(const PGresult *);

/* The session's settings as they were, after a change has set some that outlast its transaction. */
bool session_restore(struct session *, GError **);

/* MIGRATE_CONNECTION where the server takes no writes. */
bool session_check_writable(const struct session *, GError **);

/*
 * Statements of ours as one simple query: the last result. NULL with an error, MIGRATE_CONNECTION where the connection was lost,
 * else MIGRATE_SQL.
 */
PGresult *session_text(struct session *, const char *sql, GError **);
/* One statement with parameters; NULL for SQL's NULL. */
PGresult *session_query(struct session *, const char *sql, int count, const char *const *values, GError **);

/*
 * The next result, as PQgetResult(). While it waits, a signal such as Ctrl-C cancels the statement, and after half a second it
 * looks who is in the way.
 */
PGresult *session_await(struct session *);

/* Tells about progress, where somebody listens. */
void session_say(const struct session *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The error of a result, or of the connection, without secrets: "ERROR 42601: ...". Free it. */
char *session_message(const struct session *, const PGresult *);
