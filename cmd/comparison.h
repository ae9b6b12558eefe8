/*
 * The two places of yaml2db, what is read there, and the plans between.
 */
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
	struct place_options *options;	   /* of both places; the accept function of the filter is set */
	const struct selection *selection; /* what the command line selects */
	struct filter *filter;
	struct ignore *ignore; /* NULL: none given */
	struct pool *pool;
	GHashTable *role_names; /* of the wanted side */
	struct snapshot *have, *want;
	struct online *online; /* the plans are to be online ones, see cmd/online.h; NULL: they are not */
	bool keep;	       /* the plans keep what they would lose, see diff/keepsake.h */
	struct plan *up, *down;
};

/*
 * Reads both sides, tells on standard error what cannot be described, brings each to the version of the other's server, and takes
 * out what is ignored. An error tells what could not be read, or that the filter matches nothing.
 */
bool comparison_read(struct comparison *, GError **);
/* Reads one of its places, once more where it was read before. NULL with an error. */
struct snapshot *comparison_read_place(const struct comparison *, struct place *, GError **);
/*
 * Makes the plans, revert: from the wanted side to the other; back: those of both ways. unqualified: see cmd/unqualified.h.
 */
bool comparison_plan(struct comparison *, bool revert, bool back, const char *unqualified, GError **);
/* Frees all that it has but the options and the selection. */
void comparison_clear(struct comparison *);
