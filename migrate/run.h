/* A run: what a command does to a database from connecting to its end, and what the registry and the journal tell of it. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "migrate/environment.h"
#include "migrate/failure.h"
#include "migrate/journal.h"
#include "migrate/manifest.h"
#include "migrate/project.h"
#include "migrate/registry.h"
#include "migrate/session.h"

struct release;
struct watch;

struct run {
	const struct project *project;
	const struct environment *environment;
	const char *command; /* "apply" */
	char *id;
	struct session *session;
	struct journal *journal; /* NULL: it cannot be written to */
	struct state state;	 /* read after the lock was taken */
	bool known;		 /* its row is in dbalign.run */
	bool locked;		 /* run_lock() was called, and the session is the same since */
	struct release *release; /* that is run, checked, see migrate/release.h; NULL: none */
	struct watch *watch;	 /* what looks at it, see migrate/watch.h; NULL: nobody */
	char *tests;		 /* what came of them, in words; NULL: none were run */
	int stale;		 /* the number from which on drafts were applied that are others now; 0: none */
};

typedef void (*run_say)(const char *text, void *data);

/*
 * Connects and reads the state; there may be no registry yet, and nothing is changed. The project may be NULL, for commands that
 * look at the registry alone.
 */
struct run *run_open(const char *command, const struct project *, const struct environment *, run_say, void *data, GError **);
/*
 * For commands that change something: takes the lock, makes the registry where there is none, reads the state again, and marks as
 * crashed what earlier runs have left. dry: all of that in a transaction, which is left open, to be rolled back.
 */
bool run_lock(struct run *, bool dry, GError **);
void run_free(struct run *);
/* The name of its release; NULL: it has none. */
const char *run_release(const struct run *);

/* After the connection was lost: connects again, takes the lock, reads the state. */
bool run_recover(struct run *, GError **);

/*
 * Whether the database is where the project has been: MIGRATE_FILES where it is at a number that the project does not have,
 * MIGRATE_INTEGRITY where a change was applied with other files, naming them.
 */
bool run_check_state(struct run *, GError **);
/* The same, change by change, of all that was applied: dbalign.applied has each of them, with the files that the manifest has. */
bool run_check_applied(struct run *, GError **);
