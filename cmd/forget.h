/* yaml2db --forget: lists the data that --keep keeps in a database, and removes it on request. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/options.h"
#include "cmd/place.h"

struct forget_options {
	bool forget, all;
	const char *older_than; /* days */
	GPtrArray *names;	/* const char *: of kept tables, or of the tables that they come from; NULL: none */
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

/*
 * What is wrong with the options; NULL: nothing. others: options were given that --forget cannot be combined with, or two places.
 */
const char *forget_problem(const struct forget_options *, bool others);
/*
 * Lists the kept data, or removes it and prints its names on standard output. False with an error where it cannot be read, or does
 * not exist.
 */
bool forget_run(struct place *, const struct forget_options *, GError **);
