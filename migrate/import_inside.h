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
__attribute__((format(printf, 2, 3))) void imported_note(struct imported *, const char *format, ...);

/* What the scripts of a change need to know of each other. */
struct import_needs {
	bool writes;	       /* a statement cannot be one of a postcondition, where nothing is written */
	bool alone;	       /* a statement cannot run in a transaction */
	GHashTable *variables; /* char *: the word of its type, in static text */
};
