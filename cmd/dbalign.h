/*
 * What the commands of dbalign share. A command is a row of COMMANDS and a file cmd/dbalign_NAME.c, which defines command_NAME and
 * the rows of its options; the options of all commands are below.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "cmd/options.h"
#include "migrate/environment.h"
#include "migrate/project.h"
#include "migrate/status.h"

/* In the order of --help; a "-" in a name is "_" here. */
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
	const char *target;	 /* --target, or the target of the fleet being processed; NULL */
	const char *jobs;	 /* --jobs; NULL: 4 */
	bool go_on;		 /* --go-on: start other targets after one has failed */
	GPtrArray *settings;	 /* --set NAME=VALUE; NULL: none */
	bool json, quiet, show_queries;
};
extern struct dbalign dbalign;

/* The project of -C; project_free() it. */
struct project *dbalign_project(GError **);

/* The environment of --env or -d; MIGRATE_USAGE where neither or both are given. environment_free() it. */
struct environment *dbalign_environment(GError **);

/*
 * Runs a command for each target of an environment, each in its own process, so that a crash for one does not interrupt another:
 * first the canary alone, then --jobs at once. Prints each result as it ends; returns the exit status of the first one that did not
 * end with 0.
 */
int dbalign_fleet(const struct command *, GPtrArray *arguments, const struct environment *, GError **);

/* A JSON string of the text, whose bytes need not be valid UTF-8; NULL becomes null. */
json_t *dbalign_json_text(const char *);

/* Prints a JSON document on standard output and frees it. False with MIGRATE_USAGE where standard output cannot be written. */
bool dbalign_print_json(json_t *, GError **);

/* Whether there are that many arguments; what describes them in messages: "a slug". MIGRATE_USAGE. */
bool dbalign_arguments(const GPtrArray *arguments, guint least, guint most, const char *what, GError **);

/* A list of texts as a JSON array. */
json_t *dbalign_json_texts(const GPtrArray *texts);
/*
 * Prints a list of texts, one a line, control characters escaped; with --json as an array under that key. Returns the exit status.
 */
int dbalign_print_texts(const char *key, const GPtrArray *texts, GError **);

/* The exit status of a command for an error: the error's code. */
int dbalign_failed(GError **);
