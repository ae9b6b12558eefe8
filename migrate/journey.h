/* The state of a run along its route: the current change, and the next one, which is read while the server works. */
#pragma once

#include "migrate/apply_options.h"
#include "migrate/route.h"
#include "migrate/transact.h"

/* A change on the route. */
struct stage {
	struct leg *leg;
	struct transaction transaction;
};

struct journey {
	struct run *run;
	const struct apply_options *options;
	struct route route;
	struct apply_report *report;
	bool nested;	     /* all of it in one transaction */
	int position;	     /* of the current change on the route */
	struct stage *ahead; /* the next change; NULL: not read yet */
	GError *problem;     /* why the next change could not be read */
	char *fingerprint;   /* of the current schema; NULL: unknown */
	GHashTable *heads;   /* number -> head of applied changes: for down */
	char start[65];	     /* the head of a database without changes */
};

/* Reads the heads along the route; before the first change. */
bool journey_begin(struct journey *, GError **);
void journey_clear(struct journey *);

/* The change of that number, read and ready to run. NULL with MIGRATE_FILES and other errors of route_leg(). stage_free() it. */
struct stage *journey_stage(struct journey *, int number, GError **);
void stage_free(struct stage *);
/* Reads the change after the current one, if it was not read yet. NULL: there is none, or "problem" has the error. */
struct transaction *journey_find_next(void *journey);
