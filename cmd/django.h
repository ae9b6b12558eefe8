/* yaml2db --format django: what differs, as migrations of Django. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/datacopy.h"
#include "cmd/script.h"

struct django_options {
	const char *output;	 /* path of the first migration's file; NULL or "-": standard output */
	const char *app;	 /* label; NULL: as the path tells it */
	const char *unqualified; /* see cmd/unqualified.h; NULL: names are qualified */
	GPtrArray *depends_on;	 /* texts of the user; NULL: as the folder tells it */
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

/* Whether --format says that migrations are to be written; NULL: it was not given. */
bool django_is_format(const char *format);
/* What is wrong with the command line; NULL: nothing. down: --down was given; runs: an option that tells how scripts are run. */
const char *django_problem(const char *format, const struct django_options *, bool down, bool runs);

/*
 * Writes the change between two snapshots, both ways, whose plans are given; they have the changes of rows already, see
 * datacopy_plan(). It is one migration, but where labels of enums have to be committed before they are used, or taken away when
 * nobody uses them any more: then these are migrations of their own. Where nothing differs no file is written, and a note tells it.
 * An error tells what no migration can say; then nothing is written.
 */
bool django_write(const struct plan *up, const struct plan *down, const struct snapshot *from, const struct snapshot *to,
	const struct datacopy *rows, const struct script_options *there, const struct script_options *back,
	const struct django_options *, GError **);
