/* What the commands of dbalign with a connection share. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "cmd/dbalign.h"
#include "migrate/apply.h"
#include "migrate/run.h"

struct dbalign_run {
	struct project *project;
	struct environment *environment;
	struct run *run;
};

/*
 * Opens the project and the environment, checks that all files are those of the manifest, and connects. To be closed whatever it
 * gives.
 */
bool dbalign_open(struct dbalign_run *, const char *command, GError **);
/* The same for what runs changes: their variables have values, too. */
bool dbalign_open_for(struct dbalign_run *, const char *command, const struct apply_options *, GError **);
/* The same without looking at the content of files. */
bool dbalign_open_quickly(struct dbalign_run *, const char *command, GError **);
void dbalign_close(struct dbalign_run *);

/* A number of a change: 42, 00042, or its name 00042_add_iban. MIGRATE_USAGE. */
bool dbalign_number(const char *text, int *number, GError **);

/* Where env/NAME.yaml has `confirm`: whether --confirm gives it, or it is typed. MIGRATE_REFUSED. */
bool dbalign_confirm(const struct environment *, const char *given, GError **);

/* How apply and down end: prints what is so now. Gives the exit status. */
int dbalign_report(struct dbalign_run *, struct apply_report *, bool good, GError **);

/* A member of an object as text; NULL: it is not there. */
const char *dbalign_text(const json_t *object, const char *key);
/* "00042_add_iban up failed in build: ..." of an attempt as log_json() gives it. Free it. */
char *dbalign_attempt(const json_t *);
