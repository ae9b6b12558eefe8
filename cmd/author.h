/*
 * Writes a change from the differences of two schemas: build and rollback from the plans, expect from the wanted schema, and a
 * contract that asserts the objects before and after, and that no row violates new constraints.
 */
#pragma once

#include <glib.h>

#include "catalog/selection.h"
#include "cmd/place.h"
#include "cmd/prove.h"
#include "migrate/draft.h"

struct author_options {
	struct place_options place;
	struct selection selection;
	GPtrArray *role_map;
	const char *ignore;
	bool online;		      /* write changes that do not block others: see cmd/online.h */
	struct prove_options scratch; /* where the ways back of online changes are computed */
};

struct authored {
	char *slug;
	struct draft draft;
};

/*
 * The changes that lead from one place to the other, in order: GPtrArray of struct authored *; free it with g_ptr_array_unref().
 * There is one change, unless labels are added to enums, which can be used only after a COMMIT: those are a change SLUG_labels
 * before SLUG. Online there is one for each transaction, SLUG_1 and so on. NULL with an error when a place cannot be read, nothing
 * differs, or there is no plan. Losses and other notes go to standard error.
 */
GPtrArray *author_write(const struct author_options *, const char *slug, const char *from, const char *to, GError **);
