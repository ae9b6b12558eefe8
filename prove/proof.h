/*
 * A plan tried on a scratch server, both ways: the old state is built there, the statements of the way there are run, what comes of
 * them is compared with a freshly built new state, by our snapshots and by pg_dump; then the way back, compared with the old state.
 * Then all of it once more with rows in the tables, which must survive.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"
#include "prove/error.h"
#include "prove/scratch.h"

struct proof_input {
	const struct snapshot *have, *want; /* as they are compared */
	const struct snapshot *whole;	    /* have with all that the comparison leaves out; have itself where that is nothing */
	bool no_rows;			    /* the plans bring rows of their own: none are made up */
	bool measures;			    /* what each statement does is measured, too */
	bool partial;			    /* the comparison leaves out something, so that want cannot be built by itself */
	const struct plan *up, *down;
	const char *search_path; /* of a new session; NULL: the server's */
	/* Statements (char *) that run a plan, with what they set before: in one transaction, or else each by itself. */
	GPtrArray *(*statements)(const struct plan *, bool together, void *data);
	bool (*accept)(const struct object *, void *data); /* the objects that are compared; NULL: all */
	void *data;					   /* of accept */
	void *statements_data;
};

struct proof_outcome {
	GPtrArray *notes; /* char *: what was not proved, and why */
	GString *log;	  /* what was done, line by line */
	unsigned tables;  /* that had rows */
	GArray *steps;	  /* struct measured_step, of the way there, with rows; NULL: not measured */
};

void proof_outcome_init(struct proof_outcome *);
void proof_outcome_clear(struct proof_outcome *);

/*
 * PROVE_UNPROVED: the plan fails, or does not lead where it should: the error has the statement, the server's message, or the
 * difference.
 */
bool proof_run(struct scratch *, const struct proof_input *, struct proof_outcome *, GError **);

/*
 * What of a snapshot is tried: without subscriptions, which would reach out, and versions of extensions unless the server has them.
 * Where that is a copy it is added to copies, to be freed with snapshot_free().
 */
const struct snapshot *proof_adapt(const struct snapshot *, bool versions, GPtrArray *copies);
