/* The way from one number to another, checked whole before it is gone. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/apply_options.h"

struct route {
	enum direction direction;
	int from, to;
	bool stored; /* down: by the registry */
};

/*
 * Where the options lead from the state that the run has read. MIGRATE_REFUSED for the wrong direction; MIGRATE_FILES for a number
 * that there is not.
 */
bool route_find(struct run *, const struct apply_options *, struct route *, GError **);
/* Whether each change on it can be gone: its files, variables, directives. Nothing is changed. */
bool route_check(struct run *, const struct route *, const struct apply_options *, GError **);

/* How many changes are on it, and the number of the one at a position from 0. */
int route_length(const struct route *);
int route_number(const struct route *, int position);
/* The change on it; free it by leg_free(). */
struct leg *route_leg(struct run *, const struct route *, int number, GError **);

/* What is to be run, as far as that is known without the database. */
struct route_needs {
	const struct environment *environment; /* NULL: nothing is run */
	int from, to;			       /* numbers of changes; to -1: the last one */
};
/*
 * Whether the bytes of all files, of changes that were applied too, are those of the manifest; and whether the variables of those
 * that may be run have values. Needs no connection.
 */
bool route_verify_files(const struct project *, const struct route_needs *, GError **);
