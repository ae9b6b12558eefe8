/* What the rooms of merging share; see yaml/merge.h. */
#pragma once

#include "yaml/meaning.h"
#include "yaml/merge.h"

/* One entry in the three versions; NULL where one does not have it. */
struct trio {
	const struct piece *of[MERGE_SIDES];
	struct trio *next; /* in the merged order */
	bool placed;
};

struct merger {
	const struct pieces *const *sides;
	struct merge *merge;
	GString *out;	 /* merge->text */
	GPtrArray *path; /* const char *: the keys that lead to the entry at hand */
};

/*
 * merge_rows.c: the entries inside of the three pieces (NULL: none), matched and in their merged order; free them by
 * merge_rows_free().
 */
struct rows {
	GPtrArray *all; /* of struct trio; owns them */
	struct trio *first;
};
