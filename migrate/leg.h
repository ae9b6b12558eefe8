/* A change on its way up or down: its files read, its statements cut and filled in, what it is run with. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

enum direction { UP, DOWN };
const char *direction_name(enum direction); /* "up", "down" */

/* One of its files. */
struct leg_file {
	const char *path, *text;
	GPtrArray *statements; /* struct script_statement *; NULL: the change has no such file */
	bool plans;	       /* it calls plan() or no_plan() of pgTAP, which make temporary tables */
};

struct leg {
	struct numbered_change *change;
	enum direction direction;
	const struct header *header;
	struct leg_file pre;  /* what must hold before; way down: nothing */
	struct leg_file main; /* build, or rollback */
	struct leg_file post; /* what must hold after; way down: pre/, as it must hold again */
	const char *role;     /* of the server; NULL: the role that connects */
	char *path_of_tenant; /* the search_path that begins with the tenant's schema; NULL */
	const char *search_path, *lock_timeout, *statement_timeout;
	int retries;
	bool carries;	   /* a file of it may name the table "contract" */
	bool sets;	   /* a statement of it is SET or RESET, or it sets its roles: what may outlast the transaction */
	char rendered[65]; /* SHA-256 of the statements as they are run */
	char *variables;   /* as JSON, without secret values; NULL: none */
	char *directives;  /* the build file up to its first statement */
	/* of a way down by what the registry has stored; NULL */
	struct numbered_change *stored;
	struct header *stored_header;
	char *stored_rollback, *stored_pre, *path;
};

/*
 * Loads the change and reads its files; leg_free() unloads it. Secret values are added to the session's, where the run has one.
 * MIGRATE_FILES for a missing file, a statement that a pipeline cannot have, and the like; MIGRATE_USAGE for variables;
 * MIGRATE_INTEGRITY.
 */
struct leg *leg_new(struct run *, struct numbered_change *, enum direction, GError **);
/* The way down by the rollback, the precondition and the directives that the registry has of that number. */
struct leg *leg_of_registry(struct run *, int number, GError **);
void leg_free(struct leg *);
