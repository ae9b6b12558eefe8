/*
 * yaml2db --plan: what a plan does, for people and programs: the changes by object; each statement with its locks, and the rows
 * that it reads or writes; data loss, and constraints that rows may violate.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

#include "cmd/comparison.h"
#include "diff/lock_exact.h"

/* A statement of the plan. */
struct plan_view_step {
	const struct step *step;
	char *object;		   /* "table public.t", as object_describe() prints it; NULL: none, as for rows of datacopy */
	char *verb;		   /* the statement's first word: "create", "alter" */
	char *cause;		   /* "type, default"; "missing"; "not wanted"; or the change that requires it */
	char *relation;		   /* the locked relation: "table public.t"; NULL: none */
	const char *lock, *others; /* the strongest lock mode on it, and on other tables; NULL: none */
	unsigned work;		   /* enum lock_work, see diff/lock.h */
	const struct object *had;  /* the relation before the change; NULL: no lock */
	long long rows, bytes;	   /* of the relation; -1: unknown */
	double seconds;		   /* estimated duration; -1: no estimate */
	bool is_measured;	   /* a proof has run it on a scratch server and measured: */
	struct lock_hazard measured;
};

struct plan_view {
	const struct comparison *comparison;
	const struct snapshot *have, *want; /* the plan leads from have to want */
	const char *from, *to;
	int server;		/* version of the server that changes, as 150018; 0: unknown */
	bool together;		/* all of it can run in one transaction; an online plan has plan->transactions */
	GPtrArray *differences; /* see diff/check.h */
	GArray *steps;		/* struct plan_view_step */
};

/*
 * Collects the plan of the comparison. changed: the place that will change; if it is a database it is asked for table sizes.
 * measured: struct measured_step from a proof, see prove/steps.h; NULL: none.
 */
void plan_view_init(struct plan_view *, const struct comparison *, struct place *changed, bool revert, const GArray *measured);
void plan_view_clear(struct plan_view *);
