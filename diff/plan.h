/*
 * A plan is the ordered list of statements that makes one snapshot into another. Pure: it needs no connection and writes no file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "diff/check.h"
#include "diff/steps.h"

enum way {
	WAY_THERE,
	WAY_BACK, /* runs though rows have no values in columns that come back: see diff/way_back.h */
};

/*
 * The plan from have to want, which share a pool and outlive it. Owners and privileges that either side says nothing of are left
 * alone. NULL with an error that names the objects when no order exists, or with one that names what the server's version cannot
 * have.
 */
struct plan *plan_new(const struct snapshot *have, const struct snapshot *want, enum way, GError **);
/* The same, while others work: see diff/online/online.h. */
struct online;
struct plan *plan_new_online(const struct snapshot *have, const struct snapshot *want, enum way, const struct online *, GError **);
/* The same, and what would be lost is kept: see diff/keepsake.h. */
struct keeping;
struct plan *plan_new_keeping(
	const struct snapshot *have, const struct snapshot *want, enum way, const struct keeping *, GError **);
void plan_free(struct plan *);
