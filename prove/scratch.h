/*
 * The server on which plans are tried, and our databases on it: a private server, stopped at the end, or one that the user names.
 * On the latter only databases and objects created here are changed, and they are dropped at the end.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "catalog/read/connection.h"

struct scratch;

/* A private one of that major version; the superuser is called so. NULL with an error. */
struct scratch *scratch_start(int major, const char *superuser, GError **);
/* The server of a place, a connection string or a database's name, which messages show. */
struct scratch *scratch_connect_to(const char *text, const struct connection_options *, GError **);
/* Drops the created objects, and stops a private server. NULL is allowed. */
void scratch_free(struct scratch *);

/* 150018 */
int scratch_version(const struct scratch *);
/* Its name in messages: "a private PostgreSQL 15.18". */
const char *scratch_name(const struct scratch *);
/* The connection to the maintenance database, for objects of the cluster. */
PGconn *scratch_cluster(const struct scratch *);

/*
 * Creates a database, empty or a copy of one of ours without connections. Its name is the caller's word and some digits: free it.
 * NULL with an error.
 */
char *scratch_create(struct scratch *, const char *word, const char *copied, GError **);
/*
 * Connects to one of our databases. search_path: that of a new session there; NULL: the server's default. NULL with an error;
 * PQfinish() it.
 */
PGconn *scratch_connect(const struct scratch *, const char *database, const char *search_path, GError **);

/* Creates a role or tablespace that the server lacks; scratch_free() drops it. False with an error. */
bool scratch_make_role(struct scratch *, const char *name, GError **);
bool scratch_make_tablespace(struct scratch *, const char *name, GError **);

/*
 * Runs pg_dump -s with further options (NULL-terminated) on one of our databases; NULL with an error. scratch_can_dump(): whether
 * there is a pg_dump of the server's version.
 */
bool scratch_can_dump(const struct scratch *);
char *scratch_dump(const struct scratch *, const char *database, const char *const *options, GError **);
