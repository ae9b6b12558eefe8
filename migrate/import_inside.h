/* What the rooms of importing share. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A change of another tool: where its scripts are, from the source's directory. */
struct imported {
	char *slug;
	GPtrArray *notes;	       /* char *: lines for the head of the build file */
	char *build, *rollback, *post; /* NULL: there is none, but for build */
};

struct imported *imported_new(const char *name);
void imported_free(struct imported *);
__attribute__((format(printf, 2, 3))) void imported_note(struct imported *, const char *format, ...);

/* Append them in their order; false with MIGRATE_FILES. */
bool import_sqitch(const char *source, GPtrArray *changes, GPtrArray *said, GError **);
bool import_tree(const char *source, GPtrArray *changes, GPtrArray *said, GError **);

/* What the scripts of a change need to know of each other. */
struct import_needs {
	bool writes;	       /* a statement cannot be one of a postcondition, where nothing is written */
	bool alone;	       /* a statement cannot run in a transaction */
	GHashTable *variables; /* char *: the word of its type, in static text */
};

/*
 * A script without byte order mark, carriage returns, what begins and ends transactions, and psql's commands that set variables or
 * change no more than what it prints; directives of another tool become notes. What it needs is added to needs. path is for what is
 * said.
 */
char *import_script(const char *path, const char *text, struct import_needs *needs, GPtrArray *said);
