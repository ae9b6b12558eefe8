/* What is asked of going up and down, and what is told of it: see migrate/apply.h. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/leg.h"

struct apply_options {
	enum direction direction;
	int to;			 /* the number at which to end; -1: the project's last */
	bool dry_run;		 /* all of it in one transaction that is rolled back */
	bool single_transaction; /* all of it in one transaction */
	bool allow_data_loss;	 /* changes that say `data_loss: yes` */
	bool use_stored;	 /* down: by what the registry has stored, rather than by the files */
	bool any_time;		 /* also outside of the environment's window */
	const char *release;	 /* its name; NULL: the newest one, where the environment has a policy */
	bool no_tests;		 /* the files of test/ are not run after */
	/* Asked once it is known that there is something to do, unless dry_run: whether it may be done. NULL: it may. */
	bool (*confirm)(const struct environment *, const char *given, GError **);
	const char *given;
};

struct apply_report {
	int from, to; /* where the database was, and is; of a dry run: would be */
	bool dry_run;
	json_t *changes; /* what was done, a list of {number, name, direction, seconds} */
	char *state;	 /* what is so now, in words, for after an error */
};
