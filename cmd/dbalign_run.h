/* What the commands of dbalign with a connection share. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "cmd/dbalign.h"
#include "migrate/apply.h"
#include "migrate/run.h"

struct dbalign_run {
	const char *bundle; /* set before opening: the bundle with the project and the release; NULL: -C has the project */
	char *unpacked;	    /* the directory of the unpacked bundle; NULL */
	char *release;	    /* the release in the bundle; NULL */
	struct project *project;
	struct environment *environment;
	struct release *checked; /* the release that was checked, until run takes it */
	struct run *run;
};

/*
 * Opens the project and the environment, checks all files against the manifest, and connects. dbalign_close() it even after an
 * error.
 */
bool dbalign_open(struct dbalign_run *, const char *command, GError **);
/*
 * The same for a command that runs changes: also gives their variables values. Where the environment has a policy, the release is
 * checked first, and if how->to is -1, it becomes the release's.
 */
bool dbalign_open_for(struct dbalign_run *, const char *command, struct apply_options *, GError **);
#define DBALIGN_BUNDLE_OPTION(field) \
	{ \
		"bundle", 0, "FILE", "take the project and the release from that bundle, and of -C the environment alone", \
			.text = &(field) \
	}
#define DBALIGN_RELEASE_OPTION(field) \
	{ \
		"release", 0, "NAME", "the release, where the environment has a policy; default: the newest one", .text = &(field) \
	}
/* The two parts of these: opening the project and the environment; connecting. */
bool dbalign_open_files(struct dbalign_run *, GError **);
bool dbalign_connect(struct dbalign_run *, const char *command, GError **);
/* The same without checking the content of files. */
bool dbalign_open_quickly(struct dbalign_run *, const char *command, GError **);
void dbalign_close(struct dbalign_run *);

/* Parses the number of a change: 42, 00042, or its name 00042_add_iban. MIGRATE_USAGE. */
bool dbalign_number(const char *text, int *number, GError **);

/* Where env/NAME.yaml has `confirm`: whether --confirm or the operator's input gives the name. MIGRATE_REFUSED. */
bool dbalign_confirm(const struct environment *, const char *given, GError **);

/* Prints the result of apply or down. Returns the exit status. */
int dbalign_report(struct dbalign_run *, struct apply_report *, bool good, GError **);

/* Writes the report of a run of a release in an environment of stage QAT. Takes the exit status of the run, returns the new one. */
int dbalign_write_report(struct dbalign_run *, bool changed, int status, GError **);

/* Parses --days; NULL: 30. MIGRATE_USAGE. */
bool dbalign_days(const char *text, int *days, GError **);
/* Prints the path of a written file. Returns the exit status. */
int dbalign_print_path(const char *key, const char *path, GError **);

/* A member of an object as text; NULL where it is missing. */
const char *dbalign_text(const json_t *object, const char *key);
/* "00042_add_iban up failed in build: ..." for an attempt from log_json(). Free it. */
char *dbalign_attempt(const json_t *);
