/* An environment, where changes are applied: env/NAME.yaml, or, with -d PLACE, a database without such a file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/variable.h"

struct policy;

struct environment_target {
	char *name, *place;
};
/* The name of the database of "place" among the targets: it comes first, alone. */
#define TARGET_CANARY "canary"

struct environment {
	char *directory;	 /* the project's: paths in settings are relative to it */
	char *name;		 /* prd; with -d: the database's name */
	char *stage;		 /* DEV, QAT, PRD or REHEARSAL; NULL: with -d */
	GPtrArray *targets;	 /* struct environment_target *: further databases, after that of "place"; NULL: none */
	char *tenants;		 /* a query that returns the schemas of tenants, each of which gets all changes; NULL: no tenants */
	char *tenant;		 /* the tenant's schema that is processed; NULL */
	char *place;		 /* a database's name, connection string or URI, without password */
	char *password_command;	 /* prints the password, see migrate/command.h; NULL: libpq finds it */
	GHashTable *roles;	 /* char * logical role: char * role of the server; "owner" is the default of changes */
	char *search_path;	 /* instead of the project's; NULL */
	char *lock_timeout;	 /* "2s" */
	char *statement_timeout; /* NULL: none */
	double lock_wait;	 /* seconds to wait for another runner: 60 */
	int retries;		 /* 5 */
	char *drift;		 /* "error", "warn" or "off" */
	bool expect;		 /* compare the schema with expect/ after each change, by default */
	char *database;		 /* the required name of the database; NULL: any */
	bool dev;		 /* also apply drafts, see migrate/drafts.h */
	char *window;		 /* when changes are allowed, see migrate/window.h; NULL: always */
	char *on_failure;	 /* "stop", or "revert-run": roll back what the run has applied */
	struct policy *policy;	 /* the signatures that it requires, see migrate/policy.h; NULL: none */
	char *confirm;		 /* the confirmation to type, or to give by --confirm; NULL: none */
	struct variables *variables;
};

/*
 * Reads an environment. NULL with MIGRATE_USAGE and file:line:column for a mistake, or for a place with a password. settings are
 * `NAME=VALUE` of --set, which override the file.
 */
struct environment *environment_read(const char *directory, const char *name, const GPtrArray *settings, GError **);
struct environment *environment_of_place(const char *place, const GPtrArray *settings, GError **);
/* An environment without a database, with only the values of --set: for output that is not run. */
struct environment *environment_of_settings(const GPtrArray *settings, GError **error);
/*
 * Whether libpq accepts the place, and it has no password, which others could see in the file or in arguments of programs.
 * *database is its name or its service, to be freed. MIGRATE_USAGE; messages begin with "where".
 */
bool environment_check_place(const char *place, const char *where, char **database, GError **);
/* Chooses one of its targets, or tenants; MIGRATE_USAGE where there is none with that name. */
bool environment_choose(struct environment *, const char *target, GError **);
/* Makes the schemas of tenants (char *) its targets, all in the one database. */
void environment_set_tenants(struct environment *, const GPtrArray *schemas);
/* For commands on whole databases: MIGRATE_USAGE where the environment has tenants. */
bool environment_is_whole(const struct environment *, const char *what, GError **);
void environment_free(struct environment *);
