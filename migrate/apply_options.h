/* The options and the report of migrate/apply.h. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/leg.h"

struct apply_options {
	enum direction direction;
	int to;			 /* the last number; -1: the project's last */
	bool dry_run;		 /* all of it in one transaction that is rolled back */
	bool single_transaction; /* all of it in one transaction */
	bool allow_data_loss;	 /* changes that say `data_loss: yes` */
	bool use_stored;	 /* down: uses the rollback in the registry instead of the files */
	bool any_time;		 /* also outside of the environment's window */
	const char *release;	 /* its name; NULL: the newest one, if the environment has a policy */
	bool no_tests;		 /* the files of test/ are not run after */
	/* Called when there is something to do, unless dry_run: whether to go on. NULL: yes. */
	bool (*confirm)(const struct environment *, const char *given, GError **);
	const char *given;
};

struct apply_report {
	int from, to; /* the database's number before, and after; for a dry run: as it would be */
	bool dry_run;
	json_t *changes; /* the finished changes, a list of {number, name, direction, seconds} */
	char *state;	 /* the database's state in words, to be printed after an error */
};
