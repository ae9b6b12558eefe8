/*
 * The server on which plans are tried, and databases of our own on it: a private one that lives as long as this, or one that the
 * user names. Of the latter nothing is touched but what was made here, and that goes in the end.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "catalog/read/connection.h"

struct scratch;

/* A private one of that major version; the superuser is called so. NULL with an error. */
struct scratch *scratch_start(int major, const char *superuser, GError **);
/* That of a place, a connection string or a database's name, which is what messages call it. */
struct scratch *scratch_connect_to(const char *text, const struct connection_options *, GError **);
/* Drops what was made, and ends the server if it is private. NULL is fine. */
void scratch_free(struct scratch *);

/* 150018 */
int scratch_version(const struct scratch *);
/* What messages call it: "a private PostgreSQL 15.18". */
const char *scratch_name(const struct scratch *);
/* The connection to the database that is not ours, for what is the cluster's. */
PGconn *scratch_cluster(const struct scratch *);

/*
 * Makes a database, empty or a copy of one of ours that nobody is connected to. Its name is a word of the caller's and some digits:
 * free it. NULL with an error.
 */
char *scratch_create(struct scratch *, const char *word, const char *copied, GError **);
/*
 * Connects to one of ours. search_path: what a new session has there; NULL: the server's default. NULL with an error; PQfinish()
 * it.
 */
PGconn *scratch_connect(const struct scratch *, const char *database, const char *search_path, GError **);

/* Makes roles and tablespaces that the server lacks, which go with us. False with an error that tells why it cannot be made. */
bool scratch_make_role(struct scratch *, const char *name, GError **);
bool scratch_make_tablespace(struct scratch *, const char *name, GError **);

/*
 * Runs pg_dump -s with further options (NULL-terminated) on one of ours; NULL with an error. Whether there is a pg_dump of the
 * server's version tells scratch_can_dump().
 */
bool scratch_can_dump(const struct scratch *);
char *scratch_dump(const struct scratch *, const char *database, const char *const *options, GError **);
