/* A run along its route: the change that is worked on, and the one after it, which is read while the server works. */
#pragma once

#include "migrate/apply_options.h"
#include "migrate/route.h"
#include "migrate/transact.h"

/* A change on the way. */
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
	int position;	     /* on the route, of the change that is worked on */
	struct stage *ahead; /* the one after it; NULL: not read yet */
	GError *problem;     /* why it could not be read */
	char *fingerprint;   /* of the schema now; NULL: not known */
	GHashTable *heads;   /* number -> head, of what was applied: for the way down */
	char start[65];	     /* the head of a database without changes */
};

/* The heads along the route; before the first change. */
bool journey_begin(struct journey *, GError **);
void journey_clear(struct journey *);

/* The change of that number, read and ready to be run. MIGRATE_FILES and the like, as route_leg(). Free it by stage_free(). */
struct stage *journey_stage(struct journey *, int number, GError **);
void stage_free(struct stage *);
/* Reads the change after the one that is worked on, unless that was done already. NULL: there is none, or "problem" tells why. */
struct transaction *journey_find_next(void *journey);
