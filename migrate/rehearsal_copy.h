/* Creates and drops the copy of a database for a rehearsal. */
#pragma once

#include "migrate/rehearsal.h"

struct copy {
	PGconn *server;	 /* connected to the server for copies */
	char *name;	 /* of the database */
	char *place;	 /* connects to the copy */
	const char *how; /* "pg_dump", "file", "template" */
	double seconds;	 /* that it took */
	bool made;
};

/*
 * Creates the copy; first drops a copy of that name left by an earlier rehearsal, but no other database. During the dump no run can
 * be under way on the source. False with an error. Call copy_end() even after an error.
 */
bool copy_make(struct copy *, const struct project *, const struct environment *, const struct rehearsal *, run_say, GError **);
/* Drops the copy, unless keep is set, and closes the connection; reports a failure to drop it. */
void copy_end(struct copy *, bool keep, run_say);

/*
 * In the copy: cuts off foreign servers, disables jobs of pg_cron and pgAgent, masks columns, runs the file of statements, and
 * marks the registry. Descriptions of these are appended to done (a JSON array); *changed: the schema differs from the source's
 * now. False with an error.
 */
bool copy_calm(PGconn *, const struct project *, const struct rehearsal *, json_t *done, bool *changed, GError **);
