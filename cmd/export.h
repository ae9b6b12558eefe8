/*
 * dbalign export: writes the changes of a project as files of another tool. Each direction of a change, up or down, is a list of
 * statements that do what the runner does: settings, precondition, statements, deferred constraints, postcondition. A format
 * decides how files contain them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/leg.h"

struct export_change {
	const char *name, *slug; /* 00042_add_iban, add_iban */
	int number;
	bool transaction;   /* false: each statement runs outside of transactions */
	char *head;	    /* the comments of its build file, ending in a newline; "" */
	char *irreversible; /* the reason why it cannot be rolled back; NULL: it can */
	/* char *, statements without final semicolons; verify raises an exception where the postcondition does not hold */
	GPtrArray *up, *down, *verify; /* NULL: none; a postcondition that uses values from before the change has no verify */
};

struct export_options {
	const char *app;       /* label of Django's app; NULL: from the folder */
	GPtrArray *depends_on; /* of the first change, for Django; NULL: found in the folder */
};

struct export
{
	const struct project *project;
	const char *directory;
	const struct export_options *options;
	GPtrArray *changes; /* struct export_change *, by number */
	GPtrArray *files;   /* struct export_file *: written by the format */
};

struct export_file {
	char *path; /* includes the directory */
	GString *text;
};

/* A tool's format. */
struct export_format {
	const char *name;
	bool begins; /* its scripts begin and end their transactions themselves */
	bool (*write)(struct export *, GError **);
};
extern const struct export_format export_psql, export_sqitch, export_flyway, export_django;

/*
 * The changes of the project with the environment's values of variables. NULL with MIGRATE_USAGE and file:line:column for a
 * variable without value, or a secret one, which would be readable in a file; MIGRATE_FILES and MIGRATE_INTEGRITY as for applying
 * them.
 */
GPtrArray *export_changes(const struct project *, const struct environment *, bool begins, GError **);

/* Adds an empty file with that path. Returns its text, owned by the export. */
GString *export_add(struct export *, const char *path_format, ...) __attribute__((format(printf, 2, 3)));

/*
 * A statement that raises an exception where a file's assertions do not hold, by the rules of the runner: see migrate/contract.h.
 * phase is "pre" or "post"; there must be an assertion, unless phase is "pre" and a row is inserted into table "contract". NULL
 * with MIGRATE_FILES for a statement whose rows cannot be checked: INSERT ... RETURNING and the like.
 */
char *export_check(const struct leg_file *, const char *phase, GError **);
