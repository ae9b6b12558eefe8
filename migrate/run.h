/* A run: what a command does to a database from connecting to its end, recorded in the registry and the journal. */
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
	struct journal *journal; /* NULL: it cannot be written */
	struct state state;	 /* read after the lock was taken */
	bool known;		 /* it has a row in dbalign.run */
	bool locked;		 /* run_lock() was called in this session */
	struct release *release; /* the checked release that runs, see migrate/release.h; NULL: none */
	struct watch *watch;	 /* watches the server process, see migrate/watch.h; NULL: none */
	char *tests;		 /* the result of tests, in words; NULL: none were run */
	int stale;		 /* the first number of applied drafts that have changed since; 0: none */
};

typedef void (*run_say)(const char *text, void *data);

/*
 * Connects and reads the state, even if there is no registry, and changes nothing. The project may be NULL, for commands that only
 * read the registry. NULL with an error. run_free() it.
 */
struct run *run_open(const char *command, const struct project *, const struct environment *, run_say, void *data, GError **);
/*
 * For commands that change the database: takes the lock, creates the registry if it does not exist, reads the state again, and
 * marks crashed attempts. dry: all in a transaction, which stays open, to be rolled back. False with an error.
 */
bool run_lock(struct run *, bool dry, GError **);
void run_free(struct run *);
/* The name of its release; NULL: none. */
const char *run_release(const struct run *);

/* After a lost connection: connects again, takes the lock, reads the state. False with an error. */
bool run_recover(struct run *, GError **);

/*
 * Whether the database's state is one of the project: MIGRATE_FILES where the project does not have its number, MIGRATE_INTEGRITY,
 * naming the files, where a change was applied with other files.
 */
bool run_check_state(struct run *, GError **);
/* The same for each applied change: compares its files in dbalign.applied with the manifest. */
bool run_check_applied(struct run *, GError **);
