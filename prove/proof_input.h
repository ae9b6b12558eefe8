/* The input and the result of a proof: see prove/proof.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

struct proof_input {
	const struct snapshot *have, *want; /* as they are compared */
	const struct snapshot *whole;	    /* have with all that the comparison leaves out; have itself where that is nothing */
	bool no_rows;			    /* the plans contain rows: none are generated */
	bool measures;			    /* each statement is measured, too */
	bool partial;			    /* the comparison leaves out something, so that want cannot be built by itself */
	const struct plan *up, *down;
	const char *search_path; /* of a new session; NULL: the server's */
	/* The statements (char *) that run a plan, after their settings: in one transaction, or one by one. */
	GPtrArray *(*statements)(const struct plan *, bool together, void *data);
	bool (*accept)(const struct object *, void *data); /* the objects that are compared; NULL: all */
	void *data;					   /* of accept */
	void *statements_data;
};

struct proof_outcome {
	GPtrArray *notes; /* char *: parts that were not proved, and why */
	GString *log;	  /* the steps of the proof, line by line */
	unsigned tables;  /* tables that had rows */
	GArray *steps;	  /* struct measured_step, of the plan with rows; NULL: not measured */
};
