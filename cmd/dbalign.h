/*
 * What the commands of dbalign share. A command is a row of COMMANDS, and a file cmd/dbalign_NAME.c that defines command_NAME; its
 * options are rows in that file, beside those of all commands, which are below.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "cmd/options.h"
#include "migrate/environment.h"
#include "migrate/project.h"
#include "migrate/status.h"

/* In the order in which --help lists them; a name with - is written with _ here. */
#define COMMANDS(COMMAND) \
	COMMAND(init) \
	COMMAND(new) \
	COMMAND(hash) \
	COMMAND(renumber) \
	COMMAND(lint) \
	COMMAND(import) \
	COMMAND(export) \
	COMMAND(data) \
	COMMAND(release) \
	COMMAND(sign) \
	COMMAND(approve) \
	COMMAND(bundle) \
	COMMAND(plan) \
	COMMAND(apply) \
	COMMAND(down) \
	COMMAND(resume) \
	COMMAND(resolve) \
	COMMAND(adopt) \
	COMMAND(status) \
	COMMAND(log) \
	COMMAND(show) \
	COMMAND(drift) \
	COMMAND(verify) \
	COMMAND(test) \
	COMMAND(rehearse)

#define COMMAND_DECLARED(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARED)
#undef COMMAND_DECLARED

/* Options of all commands. */
struct dbalign {
	const char *directory;	 /* -C */
	const char *environment; /* --env; NULL */
	const char *place;	 /* -d; NULL */
	const char *target;	 /* --target, or that of the fleet which is at work; NULL */
	const char *jobs;	 /* --jobs; NULL: 4 */
	bool go_on;		 /* --go-on: other targets are begun after one has failed */
	GPtrArray *settings;	 /* --set NAME=VALUE; NULL: none */
	bool json, quiet, show_queries;
};
extern struct dbalign dbalign;

/* The project of -C; project_free() it. */
struct project *dbalign_project(GError **);

/* That of --env or -d; MIGRATE_USAGE where neither is given, or both. environment_free() it. */
struct environment *dbalign_environment(GError **);
/* Whether the command line leaves it to the environment how many targets or tenants there are. */
bool dbalign_may_be_several(void);
/* That of --env with all of them, where it has some and none is chosen; NULL: it has none, or there is an error. */
struct environment *dbalign_environment_of_several(GError **);

/*
 * Runs a command for each target of an environment, each in a process of its own, so that none is left half done by what becomes of
 * another: the canary first, alone, then as many at once as --jobs says. Prints what came of each as it ends; gives the exit status of
 * the first one that has not ended with 0.
 */
int dbalign_fleet(const struct command *, GPtrArray *arguments, const struct environment *, GError **);

/* A string of JSON, whatever the bytes of the text are; NULL becomes null. */
json_t *dbalign_json_text(const char *);

/* Prints a result for machines, whole, and lets go of it. False with MIGRATE_USAGE where standard output takes it no longer. */
bool dbalign_print_json(json_t *, GError **);

/* Whether there are that many arguments; what tells what they are: "a slug". MIGRATE_USAGE. */
bool dbalign_arguments(const GPtrArray *arguments, guint least, guint most, const char *what, GError **);

/* A list of texts as JSON. */
json_t *dbalign_json_texts(const GPtrArray *texts);
/* Prints a list of texts, a line each, without control characters; with --json as a list under that key. Gives the exit status. */
int dbalign_print_texts(const char *key, const GPtrArray *texts, GError **);

/* What a command gives back after an error: the code of the error. */
int dbalign_failed(GError **);
