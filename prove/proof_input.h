/* What a proof is given, and what comes of it: see prove/proof.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

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
