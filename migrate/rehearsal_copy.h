/* The copy of a database that is rehearsed on. */
#pragma once

#include "migrate/rehearsal.h"

struct copy {
	PGconn *server;	 /* on the server of the copies */
	char *name;	 /* of the database */
	char *place;	 /* what connects to it */
	const char *how; /* "pg_dump", "file", "template" */
	double seconds;	 /* that it took */
	bool made;
};

/*
 * Makes it; one of that name that an earlier rehearsal has left is dropped before, but no other database. While it is dumped no
 * run can begin on the source, and none is under way. copy_end() follows whatever this gives.
 */
bool copy_make(struct copy *, const struct project *, const struct environment *, const struct rehearsal *, run_say, GError **);
/* Drops it, unless it is to stay, and closes the connection; what cannot be dropped is told. */
void copy_end(struct copy *, bool keep, run_say);

/*
 * On the copy: foreign servers lead nowhere, jobs of pg_cron and pgAgent are off, columns are masked, the file of statements is run;
 * and its registry says that it is a rehearsal. What was done is appended, a text each (array of JSON); *changed: the schema is not
 * wholly that of the source any more. Where there are tenants (char *; NULL: none), a column that is masked in the schema of project.yaml
 * is masked in those of all tenants.
 */
bool copy_calm(PGconn *, const struct project *, const struct rehearsal *, const GPtrArray *tenants, json_t *done, bool *changed,
	GError **);
