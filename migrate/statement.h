/*
 * Statements that are signed: files of the folder release/, each with detached signatures beside it, NAME.yaml.KEY.asc.
 *
 *	R0007.yaml  release: which changes go to a database, up or down; developers sign it
 *	Q0007.yaml  report: what came of it on QAT; written by the runner
 *	A0007.yaml  approval: the customer's, of that release with that report, for stage PRD
 *	V0001.yaml  resolution: what was found on PRD of a change that had stopped in its middle; the customer signs it
 *
 * A release names the changes by the heads of the manifest's chain at its beginning and its end, so by all bytes between and
 * before, in their order; and project.yaml by its SHA-256. Statements have one form only: what reads as one but has other bytes
 * is none.
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
	STATEMENTS_OF_RELEASE, /* those above belong together by their serial */
	STATEMENT_RESOLUTION = STATEMENTS_OF_RELEASE,
	STATEMENT_KINDS
};

struct statement {
	enum statement_kind kind;
	char *word;	 /* of its kind: "release" */
	char *project;	 /* uuid */
	int serial;	 /* a number that rises from release to release; that of the release in a report or an approval */
	char *direction; /* "up" or "down" */
	int from, to;	 /* numbers of changes: where the database is before and after; 0: without any */
	char *from_head, *to_head;
	char *settings;		 /* SHA-256 of project.yaml */
	GHashTable *files;	 /* of the application, that go with it: SHA-256 by their paths from the project's directory */
	bool loses;		 /* changes lose data, and that is meant */
	char *created, *expires; /* 2026-11-30T10:12:43Z; their order is that of texts */
	char *runner;		 /* the version of dbalign that made it: older ones refuse it */
	char *release, *report;	 /* SHA-256 of the statements that it is about */
	char *stage;		 /* that it is good for; of a report: that it comes from */
	char *environment, *database, *server;
	char *tenants; /* of a report: the schemas that it is about, with commas between; NULL: the whole database */
	char *result;  /* "success" or "failed"; of a resolution "done" or "redo" */
	char *reason;  /* why it failed; of a resolution, its note */
	char *run;     /* whose attempt at a change a resolution is about: no other database has one of that id */
	int attempt, step;
	char *tests;	       /* what came of the tests, in words */
	GHashTable *variables; /* values that the changes were run with, but for secret ones */
	/* not in it */
	char *name, *path; /* R0007, and the path for messages */
	char *text;	   /* its bytes */
	size_t length;
	char sha256[65];
};

/* For sorting paths: char ** */
int statement_compare_texts(const void *, const void *);

/* Without anything in it; free it by statement_free(). */
struct statement *statement_new(enum statement_kind);
void statement_free(struct statement *);

/* R0007; free it. release/R0007.yaml from the project's directory; free it. */
char *statement_name(enum statement_kind, int serial);
char *statement_path(const char *directory, const char *name);
/* Whether a text is a name, and of what. */
bool statement_split_name(const char *name, enum statement_kind *, int *serial);

/* Sets text, length and sha256 from the other fields. */
void statement_render(struct statement *);

/*
 * Reads the statement of that name. MIGRATE_POLICY for what is none: unknown or missing keys, values, and bytes that are not
 * those that statement_render() makes; for a file that is not there, too.
 */
struct statement *statement_read(const char *directory, const char *name, GError **);
/* The same of bytes that were read; messages call them by the path. */
struct statement *statement_of_text(const char *name, const char *path, const char *text, size_t length, GError **);
/* Writes it; MIGRATE_FILES where it is there already, unless "again". */
bool statement_write(const char *directory, struct statement *, bool again, GError **);

/* Whether a release or an approval has not expired; MIGRATE_POLICY. */
bool statement_lasts(const struct statement *, GError **);

/* Now, or that many seconds after; free it. The seconds since 1970 of such a text. */
char *statement_time(gint64 seconds_from_now);
gint64 statement_seconds(const char *time);
