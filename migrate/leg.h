/* A change in one direction, up or down: its files are read, its statements split and variables substituted. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

enum direction { UP, DOWN };
const char *direction_name(enum direction); /* "up", "down" */

/* One of its files. */
struct leg_file {
	const char *path, *text;
	GPtrArray *statements; /* struct script_statement *; NULL: the change does not have the file */
	bool plans;	       /* it calls plan() or no_plan() of pgTAP, which create temporary tables */
};

struct leg {
	struct numbered_change *change;
	enum direction direction;
	const struct header *header;
	struct leg_file pre;  /* the precondition; none for down */
	struct leg_file main; /* build, or rollback */
	struct leg_file post; /* the postcondition; for down: pre/, which must hold again */
	const char *role;     /* of the server; NULL: the role that connects */
	char *path_of_tenant; /* the search_path with the tenant's schema first; NULL */
	const char *search_path, *lock_timeout, *statement_timeout;
	int retries;
	bool carries;	   /* one of its files may use table "contract" */
	bool sets;	   /* it has SET or RESET, or sets roles itself: settings may outlast the transaction */
	char rendered[65]; /* SHA-256 of the statements with values */
	char *variables;   /* as JSON, without secret values; NULL: none */
	char *directives;  /* the build file up to its first statement */
	/* for down with the registry's rollback; NULL */
	struct numbered_change *stored;
	struct header *stored_header;
	char *stored_rollback, *stored_pre, *path;
};

/*
 * Loads the change and reads its files; leg_free() unloads it. Secret values are added to the session's, if the run has one. NULL
 * with MIGRATE_FILES for a missing file, a statement that does not work in a pipeline, and the like; MIGRATE_USAGE for variables;
 * MIGRATE_INTEGRITY.
 */
struct leg *leg_new(struct run *, struct numbered_change *, enum direction, GError **);
/* The same for down with the rollback, precondition and directives that the registry has for that number. */
struct leg *leg_of_registry(struct run *, int number, GError **);
void leg_free(struct leg *);
