/* Structures that the files of merging share; see yaml/merge.h. */
#pragma once

#include "yaml/meaning.h"
#include "yaml/merge.h"

/* An entry in the three versions; NULL where one lacks it. */
struct trio {
	const struct piece *of[MERGE_SIDES];
	struct trio *next; /* in the merged order */
	bool placed;
};

struct merger {
	const struct pieces *const *sides;
	struct merge *merge;
	GString *out;	 /* merge->text */
	GPtrArray *path; /* const char *: the keys that lead to the current entry */
};

/* merge_rows.c: the entries inside the three pieces (NULL: none), matched and in merged order; free with merge_rows_free(). */
struct rows {
	GPtrArray *all; /* of struct trio; owns them */
	struct trio *first;
};
