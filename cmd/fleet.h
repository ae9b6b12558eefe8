/* Processes several databases, each in its own process, so that a crash for one does not interrupt another. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct fleet_member {
	const char *name; /* as printed */
	const char *key;  /* identifies it for the work function: a place, the name of a target */
	GString *printed; /* all output of its process; NULL: not started */
	double seconds;
	int status; /* the exit status of its process; -1: not started */
	/* used by the fleet only */
	pid_t process; /* 0: not started */
	int pipe;      /* its output; -1: ended or not started */
	gint64 begun;
};

struct fleet {
	struct fleet_member *members;
	guint count;
	guint jobs;  /* the number of processes at once */
	bool canary; /* the first one runs alone */
	bool go_on;  /* start others after one has ended with an exit status other than 0 */
	bool apart;  /* the output is for programs: standard error is kept apart from it */
	int crashed; /* the status of a process that was killed */
	/* Runs in the child process, which cannot ask the user anything: does the work, returns the exit status. */
	int (*work)(const struct fleet_member *, void *data);
	/* Called when a process has ended. */
	void (*tell)(const struct fleet_member *, void *data);
	void *data;
	/* The numbers of processes. */
	guint begun, running, failed;
};

/* Parses --jobs; NULL: 4. False with an error where it is not a number from 1 to 64. */
bool fleet_jobs(const char *text, guint *jobs, GError **);

/* Adds a member; members start in that order. The texts outlive the fleet. */
void fleet_add(struct fleet *, const char *name, const char *key);
/*
 * Runs all of them and waits for the last one; after a signal no more are started. False with an error where a process cannot be
 * started.
 */
bool fleet_sail(struct fleet *, GError **);
/* Prints the member's output, indented. */
void fleet_print(const struct fleet_member *, FILE *);
void fleet_clear(struct fleet *);
