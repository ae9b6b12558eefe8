/*
 * Signed statements: files in the folder release/, each with detached signatures next to it, NAME.yaml.KEY.asc.
 *
 *	R0007.yaml  release: which changes go to a database, up or down; developers sign it
 *	Q0007.yaml  report: its result on QAT; written by the runner
 *	A0007.yaml  approval: by the customer, for that release and report, for stage PRD
 *	V0001.yaml  resolution: the finding about a change that stopped on PRD; the customer signs it
 *
 * A release names the changes by the heads of the manifest's chain at its beginning and its end, so by all bytes up to there, in
 * order; and project.yaml by its SHA-256. Each statement has exactly one valid form.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "migrate/status.h"

enum statement_kind {
	STATEMENT_RELEASE,
	STATEMENT_REPORT,
	STATEMENT_APPROVAL,
	STATEMENTS_OF_RELEASE, /* the kinds above share a serial */
	STATEMENT_RESOLUTION = STATEMENTS_OF_RELEASE,
	STATEMENT_KINDS
};

struct statement {
	enum statement_kind kind;
	char *word;	 /* of its kind: "release" */
	char *project;	 /* uuid */
	int serial;	 /* rises from release to release; a report or an approval has that of its release */
	char *direction; /* "up" or "down" */
	int from, to;	 /* numbers of changes: the database's before and after; 0: without changes */
	char *from_head, *to_head;
	char *settings;		 /* SHA-256 of project.yaml */
	GHashTable *files;	 /* files of the application: path relative to the project's directory to SHA-256 */
	bool loses;		 /* changes lose data, and that is allowed */
	char *created, *expires; /* 2026-11-30T10:12:43Z; compared as texts */
	char *runner;		 /* the version of dbalign that wrote it: older ones refuse it */
	char *release, *report;	 /* SHA-256 of the statements that it is about */
	char *stage;		 /* the stage for which it is valid; of a report: where it ran */
	char *environment, *database, *server;
	char *result; /* "success" or "failed"; of a resolution "done" or "redo" */
	char *reason; /* of the failure; of a resolution its note */
	char *run;    /* the run of the attempt that a resolution is about: its id is unique among databases */
	int attempt, step;
	char *tests;	       /* the result of tests, in words */
	GHashTable *variables; /* values of the changes' variables, except secret ones */
	/* not written */
	char *name, *path; /* R0007, and the path for messages */
	char *text;	   /* its bytes */
	size_t length;
	char sha256[65];
};

/* For sorting paths: char ** */
int statement_compare_texts(const void *, const void *);

/* An empty statement; statement_free() it. */
struct statement *statement_new(enum statement_kind);
void statement_free(struct statement *);

/* R0007; free it. release/R0007.yaml from the project's directory; free it. */
char *statement_name(enum statement_kind, int serial);
char *statement_path(const char *directory, const char *name);
/* Whether a text is a statement's name; sets its kind and serial. */
bool statement_split_name(const char *name, enum statement_kind *, int *serial);

/* Sets text, length and sha256 from the other fields. */
void statement_render(struct statement *);

/*
 * Reads the statement of that name. NULL with MIGRATE_POLICY for an invalid one: unknown or missing keys, values, bytes that
 * statement_render() would not write; also for a missing file.
 */
struct statement *statement_read(const char *directory, const char *name, GError **);
/* The same from bytes; messages contain the path. */
struct statement *statement_of_text(const char *name, const char *path, const char *text, size_t length, GError **);
/* Writes the statement; MIGRATE_FILES where the file exists, unless "again". */
bool statement_write(const char *directory, struct statement *, bool again, GError **);

/* Whether a release or an approval has not expired; MIGRATE_POLICY. */
bool statement_lasts(const struct statement *, GError **);

/* The time now, or so many seconds later; free it. The seconds since 1970 of such a text. */
char *statement_time(gint64 seconds_from_now);
gint64 statement_seconds(const char *time);
