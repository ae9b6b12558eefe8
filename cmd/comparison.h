/* The two places that yaml2db compares, their snapshots, and the plans between them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/pool.h"
#include "cmd/filter.h"
#include "cmd/ignore.h"
#include "cmd/place.h"
#include "diff/plan.h"

struct comparison {
	struct place *have_place, *want_place;
	struct place_options *options;	   /* of both places; accept is set to the filter */
	const struct selection *selection; /* the selection of the command line */
	struct filter *filter;
	struct ignore *ignore; /* NULL: none */
	struct pool *pool;
	GHashTable *role_names; /* of the wanted side */
	struct snapshot *have, *want;
	struct online *online; /* the plans are online plans, see cmd/online.h; NULL: they are not */
	bool keep;	       /* the plans keep the data that they would lose, see diff/keepsake.h */
	struct plan *up, *down;
};

/*
 * Reads both sides, reports objects that cannot be described, adapts each side to the other's server version, and removes what is
 * ignored. False with an error when a place cannot be read or the filter matches nothing.
 */
bool comparison_read(struct comparison *, GError **);
/* Reads one of the two places, even if it was read before. NULL with an error. */
struct snapshot *comparison_read_place(const struct comparison *, struct place *, GError **);
/*
 * Makes the plans. revert: from the wanted side to the other; back: also the plan in the other direction. unqualified: see
 * cmd/unqualified.h. False with an error.
 */
bool comparison_plan(struct comparison *, bool revert, bool back, const char *unqualified, GError **);
/* Frees all members except options and selection. */
void comparison_clear(struct comparison *);
