/*
 * dbalign export: the changes of a project as files of another tool. A way of a change, up or down, is a list of statements that
 * does what the runner does: settings, the precondition, the statements, deferred constraints, the postcondition. How a tool wants
 * them in files is a format.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/leg.h"

struct export_change {
	const char *name, *slug; /* 00042_add_iban, add_iban */
	int number;
	bool transaction;   /* false: each statement runs outside of transactions */
	char *head;	    /* the comments of its build file, with a newline at the end; "" */
	char *irreversible; /* why there is no way back; NULL: there is one */
	/* char *, statements without final semicolons; of verify those that raise where the postcondition does not hold */
	GPtrArray *up, *down, *verify; /* NULL: there is no such; what a postcondition has from before cannot be asked later */
};

struct export_options {
	const char *app;       /* of Django: the label; NULL: as the folder tells it */
	GPtrArray *depends_on; /* of Django: what the first change depends on; NULL: as the folder tells it */
};

struct export
{
	const struct project *project;
	const char *directory;
	const struct export_options *options;
	GPtrArray *changes; /* struct export_change *, by number */
	GPtrArray *files;   /* struct export_file *: what a format has written */
};

struct export_file {
	char *path; /* with the directory */
	GString *text;
};

/* How a tool wants the changes. */
struct export_format {
	const char *name;
	bool begins; /* its scripts begin and end their transactions, and nothing else is run in them */
	bool (*write)(struct export *, GError **);
};
extern const struct export_format export_psql, export_sqitch, export_flyway, export_django;

/*
 * The changes of the project with the values of the environment. MIGRATE_USAGE with file:line:column for a variable that has no
 * value, or one that is secret, as that would stand in a file; MIGRATE_FILES and MIGRATE_INTEGRITY as for applying them.
 */
GPtrArray *export_changes(const struct project *, const struct environment *, bool begins, GError **);

/* Adds an empty file to those that are to be written; the format is that of the path. */
GString *export_add(struct export *, const char *path_format, ...) __attribute__((format(printf, 2, 3)));

/*
 * A statement that raises where a file's assertions do not hold, as the runner judges them: see migrate/contract.h. phase is "pre"
 * or "post"; an assertion must be there, unless it is "pre" and a row is put into the table "contract". NULL with MIGRATE_FILES for a
 * statement whose rows cannot be looked at: INSERT ... RETURNING and the like.
 */
char *export_check(const struct leg_file *, const char *phase, GError **);
