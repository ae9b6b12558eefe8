/* Where changes go: env/NAME.yaml, or, with -d PLACE, a database without such a file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/variable.h"

struct policy;

struct environment_target {
	char *name, *place;
};
/* What the database of "place" is called among targets: it comes first, alone. */
#define TARGET_CANARY "canary"

struct environment {
	char *directory;    /* the project's: files that settings name are found from there */
	char *name;	    /* prd; with -d: the database's name */
	char *stage;	    /* DEV, QAT, PRD or REHEARSAL; NULL: with -d */
	GPtrArray *targets; /* struct environment_target *: more databases, after the one of "place"; NULL: it is alone */
	char *tenants;	    /* a query whose rows name schemas, each of which gets the same; NULL: changes are for the database */
	char *tenant;	    /* the schema of them that it is for now; NULL */
	char *place;	    /* a database's name, connection string or URI; holds no password */
	char *password_command;	 /* prints the password, see migrate/command.h; NULL: libpq's own ways */
	GHashTable *roles;	 /* char * logical role: char * role of the server; "owner" is that of changes that tell none */
	char *search_path;	 /* instead of the project's; NULL */
	char *lock_timeout;	 /* "2s" */
	char *statement_timeout; /* NULL: none */
	double lock_wait;	 /* seconds that it waits for another runner: 60 */
	int retries;		 /* 5 */
	char *drift;		 /* "error", "warn" or "off" */
	bool expect;		 /* compare the schema with expect/ after each change: unless told otherwise */
	char *database;		 /* the name of the database that it must be; NULL: any */
	bool dev;		 /* drafts are applied, too, see migrate/drafts.h */
	char *window;		 /* when something may be changed, see migrate/window.h; NULL: always */
	char *on_failure;	 /* "stop", or "revert-run": what the run has applied is taken back */
	struct policy *policy;	 /* whose signatures it asks for, see migrate/policy.h; NULL: nobody's */
	char *confirm;		 /* what must be typed, or given by --confirm; NULL: nothing */
	struct variables *variables;
};

/*
 * MIGRATE_USAGE with file:line:column for what is wrong in it, and for a place that has a password in it. settings are `NAME=VALUE`
 * of --set, which are stronger than the file.
 */
struct environment *environment_read(const char *directory, const char *name, const GPtrArray *settings, GError **);
struct environment *environment_of_place(const char *place, const GPtrArray *settings, GError **);
/* One without a database, which has the values of --set alone: for what is written, not run. */
struct environment *environment_of_settings(const GPtrArray *settings, GError **error);
/*
 * Whether a place is one that libpq understands, without a password: others see that in the file and in arguments of programs.
 * *database is its name or its service, to be freed. MIGRATE_USAGE; messages begin with "where".
 */
bool environment_check_place(const char *place, const char *where, char **database, GError **);
/* Makes the environment that of one of its targets, or tenants; MIGRATE_USAGE where it has none of that name. */
bool environment_choose(struct environment *, const char *target, GError **);
/* Makes its targets the schemas of its tenants (char *), all in the one database. */
void environment_set_tenants(struct environment *, const GPtrArray *schemas);
void environment_free(struct environment *);
