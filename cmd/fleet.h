/*
 * The same done for each of several databases, each in a process of its own, so that none is left half done by what becomes of
 * another.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "migrate/environment.h"

struct fleet_member {
	char *name;	  /* as it is shown */
	char *key;	  /* what the work takes it by: a place, the name of a target */
	GString *printed; /* all that its process has printed; NULL: not begun */
	double seconds;
	int status; /* the exit status of its process; -1: not begun */
	/* of the fleet alone */
	pid_t process; /* 0: not begun */
	int pipe;      /* what it prints; -1: it has ended, or is not begun */
	gint64 begun;
};

struct fleet {
	struct fleet_member *members;
	guint count;
	guint jobs;  /* as many are at work at once */
	bool canary; /* the first one goes alone */
	bool go_on;  /* others are begun also after one has failed: after an exit status that is not 0 */
	bool apart;  /* what is printed is for programs: what is said on standard error is not among it */
	int crashed; /* the status of a process that did not give one */
	/* In the new process, in which nobody can be asked anything: does the work and gives the exit status. */
	int (*work)(const struct fleet_member *, void *data);
	/* Tells what came of one, once it has ended. */
	void (*tell)(const struct fleet_member *, void *data);
	void *data;
	/* How it ended. */
	guint begun, running, failed;
};

/* What --jobs says; NULL: 4. False with an error where it is no number from 1 to 64. */
bool fleet_jobs(const char *text, guint *jobs, GError **);

/* Adds one, in the order in which they are begun. */
void fleet_add(struct fleet *, const char *name, const char *key);
/*
 * Adds all databases of an environment, or all its tenants, each by what environment_choose() takes it by. The database of "place" is
 * called by the environment's name where it is alone.
 */
void fleet_add_targets(struct fleet *, const struct environment *);
/*
 * Works on all of them, until the last one has ended; after a signal no more are begun. No more are at work at once than there are file
 * descriptors for. False with an error: there are too few for one of them, and none was begun, or a process could not be begun.
 */
bool fleet_sail(struct fleet *, GError **);
/* Prints what it has printed, its lines indented. */
void fleet_print(const struct fleet_member *, FILE *);
void fleet_clear(struct fleet *);
