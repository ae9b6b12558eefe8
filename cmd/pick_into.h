/* db2yaml --pick: single objects of a place taken into a document, or a directory of files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"

struct pick_options {
	GPtrArray *names; /* NULL: nothing is picked */
	bool needed;
};

#define PICK_OPTIONS(options) \
	{ "pick", 0, "OBJECT", "take this object alone into the document that is there (repeatable)", .list = &(options).names }, \
	{ \
		"pick-needed", 0, NULL, "with --pick: take along what the object needs and the document lacks", \
			.flag = &(options).needed \
	}

/*
 * Takes the objects from the snapshot, which is finished, into the document at the path, of a directory with its files; one that is
 * not there yet is made. Its other objects stay as they are, and are written. False with an error, and nothing is written.
 */
bool pick_into(const struct pick_options *, const struct snapshot *from, const char *path, bool directory,
	const struct place_options *, GError **);
