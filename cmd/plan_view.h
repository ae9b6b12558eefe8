/*
 * yaml2db --plan: what a plan does, for people and for programs, rather than its script: what changes, by object; each statement
 * with what it locks and goes through, how many rows that are; what is lost, and what rows can refuse.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

#include "cmd/comparison.h"
#include "diff/lock_exact.h"

/* A statement of the plan. */
struct plan_view_step {
	const struct step *step;
	char *object;		   /* "table public.t", as object_describe() has it; NULL: about none, as rows of datacopy */
	char *verb;		   /* the statement's first word: "create", "alter" */
	char *cause;		   /* "type, default"; "missing"; "not wanted"; or that it comes along with what changes */
	char *relation;		   /* what is locked: "table public.t"; NULL: none */
	const char *lock, *others; /* the strongest mode there, and on other tables; NULL: none */
	unsigned work;		   /* enum lock_work, see diff/lock.h */
	const struct object *had;  /* the relation as it is before; NULL: no lock */
	long long rows, bytes;	   /* of the relation; -1: not known */
	double seconds;		   /* that the work takes, an estimate; -1: none */
	bool is_measured;	   /* a proof has run it on a scratch server, where it did this: */
	struct lock_hazard measured;
};

struct plan_view {
	const struct comparison *comparison;
	const struct snapshot *have, *want; /* the way there is from the one to the other */
	const char *from, *to;
	int server;		/* version of the server that changes, as 150018; 0: not known */
	bool together;		/* all of it can run in one transaction; an online plan has its own, plan->transactions */
	GPtrArray *differences; /* see diff/check.h */
	GArray *steps;		/* struct plan_view_step */
};

/*
 * Of the way there. changed: the place that is to change, which is asked for sizes where it is a database. measured: struct
 * measured_step of a proof, see prove/steps.h; NULL: none.
 */
void plan_view_init(struct plan_view *, const struct comparison *, struct place *changed, bool revert, const GArray *measured);
void plan_view_clear(struct plan_view *);
