/*
 * A rehearsal: copies an environment's database, cuts the copy off from other systems, and applies the pending changes to it with
 * the same code and variables, measures and tests them, rolls them back and applies them again.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"
#include "migrate/run.h"

/* rehearse/NAME.yaml: the settings for the environment of that name. */
struct rehearsal {
	char *path;
	char *server;	  /* a place on the server for copies */
	char *database;	  /* the name of the copy */
	char *from;	  /* a place to dump; NULL: the environment's own */
	char *file;	  /* an existing dump of pg_dump -Fd or -Fc; NULL */
	char *template;	  /* a database of that server to copy; NULL */
	char *sql;	  /* a file of statements to run in the copy; NULL */
	int jobs;	  /* of pg_dump and pg_restore: 2 */
	GHashTable *mask; /* schema.table.column: an expression for its new value; NULL */
};

/* Reads the settings. NULL with MIGRATE_USAGE where the file does not exist, or is wrong. rehearsal_free() it. */
struct rehearsal *rehearsal_read(const struct project *, const char *environment, GError **);
void rehearsal_free(struct rehearsal *);

struct rehearsal_options {
	int to;	   /* -1: the last change */
	bool keep; /* keep the copy */
	run_say say;
};

/*
 * Runs the rehearsal. Returns the report as JSON, from which JUnit's XML and the page are made; NULL with an error where there was
 * no copy or no connection. The environment becomes that of the copy. *status is the exit status of the command that failed on the
 * copy.
 */
json_t *rehearse(const struct project *, struct environment *, const struct rehearsal *, const struct rehearsal_options *,
	int *status, GError **);
