/* db2yaml --pick: copies single objects of a place into a document, or a directory of files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"

struct pick_options {
	GPtrArray *names; /* NULL: --pick was not given */
	bool needed;
};

#define PICK_OPTIONS(options) \
	{ "pick", 0, "OBJECT", "take this object alone into the document that is there (repeatable)", .list = &(options).names }, \
	{ \
		"pick-needed", 0, NULL, "with --pick: take along what the object needs and the document lacks", \
			.flag = &(options).needed \
	}

/*
 * Copies the objects from the finished snapshot into the document at the path, or the directory of files, which is created if it
 * does not exist. Other objects stay unchanged. False with an error; then nothing is written.
 */
bool pick_into(const struct pick_options *, const struct snapshot *from, const char *path, bool directory,
	const struct place_options *, GError **);
