/*
 * A rehearsal: a copy of an environment's database is made, nobody outside can be reached from it, and the changes that are to come are
 * applied to it by the same code and with the same variables, measured, tested, taken back and applied again.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"
#include "migrate/run.h"

/* rehearse/NAME.yaml: how the environment of that name is rehearsed. */
struct rehearsal {
	char *path;
	char *server;	  /* a place on the server of the copies */
	char *database;	  /* what the copy is called */
	char *from;	  /* a place that is dumped; NULL: the environment's own */
	char *file;	  /* a dump that is there already, of pg_dump -Fd or -Fc; NULL */
	char *template;	  /* a database of that server to be copied; NULL */
	char *sql;	  /* a file of statements for the copy; NULL */
	int jobs;	  /* of pg_dump and pg_restore: 2 */
	GHashTable *mask; /* schema.table.column: an expression, what it becomes; NULL */
};

/* MIGRATE_USAGE where it is not there, or wrong. */
struct rehearsal *rehearsal_read(const struct project *, const char *environment, GError **);
void rehearsal_free(struct rehearsal *);

struct rehearsal_options {
	int to;		    /* -1: the last change */
	const char *tenant; /* that one alone; NULL: all of them, where there are some */
	bool keep;	    /* the copy stays */
	run_say say;
};

/*
 * Makes the rehearsal and tells what came of it: the report, as JSON, of which JUnit's XML and the page are made. NULL with an error
 * where there could be none: no copy, no connection. The environment becomes that of the copy, and its tenants are those of the copy:
 * then the report has a report for each, under "tenants", and goes on after one that has failed. *status is the exit status of the command that failed on the copy.
 */
json_t *rehearse(const struct project *, struct environment *, const struct rehearsal *, const struct rehearsal_options *,
	int *status, GError **);
