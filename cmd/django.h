/* yaml2db --format django: writes differences as migrations of Django. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/datacopy.h"
#include "cmd/script.h"

struct django_options {
	const char *output;	 /* path of the first migration's file; NULL or "-": standard output */
	const char *app;	 /* label; NULL: from the path */
	const char *unqualified; /* see cmd/unqualified.h; NULL: names are qualified */
	GPtrArray *depends_on;	 /* given by the user; NULL: found in the folder */
};

#define DJANGO_OPTIONS(format_, options_) \
	{ "format", 0, "FORMAT", \
		"what is written: sql, or django, a migration with both ways; with --check: json, github, gitlab, junit, sarif or markdown", \
		.text = &(format_), .words = "sql django json " ANNOTATION_FORMATS }, \
		{ "app", 0, "LABEL", "of a migration: the label of its app; default: the folder above migrations/", \
			.text = &(options_).app }, \
		{ "depends-on", 0, "APP.NAME", \
			"of a migration: what it depends on; default: the one before it in its folder (repeatable)", \
			.list = &(options_).depends_on }, \
	{ \
		"unqualified", 0, "SCHEMA", \
			"leave out the name of this schema: what is written is for the current schema of its session", \
			.text = &(options_).unqualified \
	}

/* Whether --format asks for migrations; NULL: it was not given. */
bool django_is_format(const char *format);
/* What is wrong with the command line; NULL: nothing. down: --down was given; runs: an option about running scripts was given. */
const char *django_problem(const char *format, const struct django_options *, bool down, bool runs);

/*
 * Writes the change between two snapshots in both directions. The plans are given, and include the changes of rows, see
 * datacopy_plan(). There is one migration, unless labels are added to enums, which must be committed before use, or removed, which
 * no row may use any more: these are separate migrations. If nothing differs, no file is written, and a note says so. False with an
 * error, and no file, where a migration cannot express something.
 */
bool django_write(const struct plan *up, const struct plan *down, const struct snapshot *from, const struct snapshot *to,
	const struct datacopy *rows, const struct script_options *there, const struct script_options *back,
	const struct django_options *, GError **);
