/* What the commands of dbalign with a connection share. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "cmd/dbalign.h"
#include "migrate/apply.h"
#include "migrate/run.h"

struct dbalign_run {
	const char *bundle; /* set before it is opened: a bundle that has the project and the release; NULL: -C has them */
	char *unpacked;	    /* where it is now; NULL */
	char *release;	    /* the release that it has; NULL */
	struct project *project;
	struct environment *environment;
	struct release *checked; /* before there is a run, which has it then */
	struct run *run;
};

/*
 * Opens the project and the environment, checks that all files are those of the manifest, and connects. To be closed whatever it
 * gives.
 */
bool dbalign_open(struct dbalign_run *, const char *command, GError **);
/*
 * The same for what runs changes: their variables have values, too. Where the environment has a policy, the release is checked
 * before, and an end that is not told (-1) is the release's.
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
/* Parts of these: the project and the environment; the connection. */
bool dbalign_open_files(struct dbalign_run *, GError **);
bool dbalign_connect(struct dbalign_run *, const char *command, GError **);
/* The same without looking at the content of files. */
bool dbalign_open_quickly(struct dbalign_run *, const char *command, GError **);
void dbalign_close(struct dbalign_run *);

/* A number of a change: 42, 00042, or its name 00042_add_iban. MIGRATE_USAGE. */
bool dbalign_number(const char *text, int *number, GError **);

/* Where env/NAME.yaml has `confirm`: whether --confirm gives it, or it is typed. MIGRATE_REFUSED. */
bool dbalign_confirm(const struct environment *, const char *given, GError **);

/* How apply and down end: prints what is so now. Gives the exit status. */
int dbalign_report(struct dbalign_run *, struct apply_report *, bool good, GError **);

/* Of a run of a release in an environment of stage QAT: writes its report. Gives the exit status, which was that one before. */
int dbalign_write_report(struct dbalign_run *, bool changed, int status, GError **);

/* --days; NULL: 30. MIGRATE_USAGE. */
bool dbalign_days(const char *text, int *days, GError **);
/* Prints what was written; gives the exit status. */
int dbalign_print_path(const char *key, const char *path, GError **);

/* A member of an object as text; NULL: it is not there. */
const char *dbalign_text(const json_t *object, const char *key);
/* "00042_add_iban up failed in build: ..." of an attempt as log_json() gives it. Free it. */
char *dbalign_attempt(const json_t *);
