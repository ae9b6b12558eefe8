/*
 * A plan is the ordered list of statements that makes one snapshot into another. Pure: it needs no connection and writes no file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "catalog/snapshot.h"

/* One statement, without its final semicolon. */
struct step {
	char *sql;
	const struct object *object;       /* what it is about; of either snapshot */
	bool own_transaction;              /* what it makes can be used only once it is committed: ALTER TYPE ... ADD VALUE */
};

struct plan {
	GPtrArray *steps;                  /* struct step * */
	GPtrArray *losses;                 /* char *: each loss of data, named */
	GPtrArray *notes;                  /* char *: what no SQL can bring about, such as the order of columns */
};

enum plan_error {
	PLAN_CYCLE,        /* objects need each other, and nothing can be put off */
	PLAN_MISSING,      /* an object refers to what is in neither snapshot */
	PLAN_VERSION,      /* the server that is to change is too old, or too new, for what an object says */
	PLAN_TEXT,         /* a text of an object would make more than one statement of its own */
	PLAN_FIXED,        /* an extension that cannot be moved is to be in another schema */
};
#define PLAN_ERROR (g_quark_from_static_string("plan"))

/*
 * The plan from have to want, which share a pool and outlive it. Owners and privileges that either side says nothing of are left alone.
 * NULL with an error that names the objects when no order exists, or with one that names what the server's version cannot have.
 */
struct plan *plan_new(const struct snapshot *have, const struct snapshot *want, GError **);
void plan_free(struct plan *);
