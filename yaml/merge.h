/*
 * Three versions of a document merged entry by entry: what only one side has changed is taken from there, as it stands, with its
 * comments; what both have changed in different ways is a conflict, at that entry alone, between the markers that git has for it.
 * What an entry is, a thing that comes and goes by itself or one value, meaning.h tells.
 *
 * In a list whose order counts (columns, labels) what both sides add at one place stays, ours first. Where one side alone changes
 * the order, that is the order. An object that has a new name, with `oldname`, is the one that had the old name.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/piece.h"

enum merge_side { MERGE_BASE, MERGE_OURS, MERGE_THEIRS, MERGE_SIDES };

struct merge {
	bool theirs_win;      /* a value that both have changed is theirs, unless a comment stands in it: to be set before */
	bool with_base;	      /* conflicts show what the base has, too: to be set before */
	GString *text;	      /* of the merged document */
	GPtrArray *conflicts; /* char *: "schema public: table t: columns: b: type: changed in both" */
	GPtrArray *notes;     /* char *: what was decided though the versions do not tell it: the order of two added columns */
};

void merge_init(struct merge *);
void merge_clear(struct merge *);

/* False with an error where a version is written in a way in which it cannot be merged by entries. */
bool merge_pieces(const struct pieces *const sides[MERGE_SIDES], struct merge *, GError **);

/* The begin and the end of a conflict, and what is between. */
extern const char merge_marker_ours[], merge_marker_base[], merge_marker_middle[], merge_marker_theirs[];
