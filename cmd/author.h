/*
 * A change written from a schema difference: build and rollback from the plans, expect from the wanted schema, and a contract
 * that says what the objects are like before and after, and what rows must not be in the way.
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
	bool online;		      /* others are to go on working: see cmd/online.h */
	struct prove_options scratch; /* where the ways back of online changes are found */
};

struct authored {
	char *slug;
	struct draft draft;
};

/*
 * The changes, in order, that lead from one place to the other: GPtrArray of struct authored *, to be freed by
 * g_ptr_array_unref. It is one, but where something is made that can be used only once it is committed, labels of enums: these
 * are a change of their own then, SLUG_labels, before SLUG. Where others go on working it is one for each transaction, SLUG_1 and so
 * on. NULL with an error that tells which place cannot be read, that
 * nothing differs, or why no plan leads there. What is worth knowing, such as lost data, is told on standard error.
 */
GPtrArray *author_write(const struct author_options *, const char *slug, const char *from, const char *to, GError **);
