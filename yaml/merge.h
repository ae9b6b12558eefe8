/*
 * Merges three versions of a document entry by entry: an entry that only one side has changed is taken from there, with its layout
 * and comments; one that both have changed differently is a conflict, of that entry only, between git's markers. meaning.h defines
 * entries.
 *
 * In a list with an order (columns, labels) additions of both sides at one position stay, ours first. If only one side changes the
 * order, its order is taken. An object with a new name and `oldname` is the same as the one with the old name.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/piece.h"

enum merge_side { MERGE_BASE, MERGE_OURS, MERGE_THEIRS, MERGE_SIDES };

struct merge {
	bool theirs_win;      /* input: theirs wins where both have changed a value, unless a comment is in it */
	bool with_base;	      /* input: conflicts show the base, too */
	GString *text;	      /* of the merged document */
	GPtrArray *conflicts; /* char *: "schema public: table t: columns: b: type: changed in both" */
	GPtrArray *notes;     /* char *: decisions that the versions do not imply: the order of two added columns */
};

void merge_init(struct merge *);
void merge_clear(struct merge *);

/* False with an error where a version's layout prevents merging by entries. */
bool merge_pieces(const struct pieces *const sides[MERGE_SIDES], struct merge *, GError **);

/* The markers of a conflict. */
extern const char merge_marker_ours[], merge_marker_base[], merge_marker_middle[], merge_marker_theirs[];
