/* The route from one number to another, checked as a whole before the first change runs. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/apply_options.h"

struct route {
	enum direction direction;
	int from, to;
	bool stored; /* down with the registry's rollbacks */
};

/*
 * Finds the route from the run's state to the options' number. False with MIGRATE_REFUSED for the wrong direction; MIGRATE_FILES
 * for an unknown number.
 */
bool route_find(struct run *, const struct apply_options *, struct route *, GError **);
/* Checks the files, variables and directives of each change on the route; changes nothing. False with an error. */
bool route_check(struct run *, const struct route *, const struct apply_options *, GError **);

/* The number of changes on the route, and the change's number at a position from 0. */
int route_length(const struct route *);
int route_number(const struct route *, int position);
/* The change of that number; leg_free() it. NULL with an error. */
struct leg *route_leg(struct run *, const struct route *, int number, GError **);

/* The changes that will run, as far as known without the database. */
struct route_needs {
	const struct environment *environment; /* NULL: none will run */
	int from, to;			       /* numbers of changes; to is -1 for the last one */
};
/*
 * Whether all files, also of applied changes, match the manifest, and the variables of changes that may run have values. Needs no
 * connection. False with an error.
 */
bool route_verify_files(const struct project *, const struct route_needs *, GError **);
