/* Structures that the files of importing share. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A change of another tool: paths of its scripts, relative to the source's directory. */
struct imported {
	char *slug;
	GPtrArray *notes;	       /* char *: lines for the head of the build file */
	char *build, *rollback, *post; /* NULL: none; build is always set */
};

struct imported *imported_new(const char *name);
__attribute__((format(printf, 2, 3))) void imported_note(struct imported *, const char *format, ...);

/* What the scripts of a change must know about each other. */
struct import_needs {
	bool writes;	       /* a statement writes, so it cannot be in a postcondition */
	bool alone;	       /* a statement cannot run in a transaction */
	GHashTable *variables; /* char *: the word of the variable's type, in static text */
};
