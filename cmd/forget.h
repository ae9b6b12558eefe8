/* yaml2db --forget: what --keep keeps in a database is listed, and removed where that is said. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/options.h"
#include "cmd/place.h"

struct forget_options {
	bool forget, all;
	const char *older_than; /* days */
	GPtrArray *names;	/* const char *: of what is kept, or of the table that it is of; NULL: none */
};

#define FORGET_OPTIONS(options) \
	{ "forget", 0, NULL, "list what --keep keeps in the database, with its age and size, and do nothing else", \
		.flag = &(options).forget }, \
		{ "all", 0, NULL, "with --forget, remove all of it", .flag = &(options).all }, \
		{ "older-than", 0, "DAYS", "with --forget, remove what is older", .text = &(options).older_than }, \
	{ \
		"name", 0, "NAME", "with --forget, remove what has this name, or is of this table (repeatable)", \
			.list = &(options).names \
	}

/* What is wrong with the options; NULL: nothing. others: whether there are options that --forget has no use for, or two places. */
const char *forget_problem(const struct forget_options *, bool others);
/* Lists what is kept, or tells what it removes, on standard output. An error tells what could not be read, or is not there. */
bool forget_run(struct place *, const struct forget_options *, GError **);
