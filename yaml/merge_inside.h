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
/* False where they cannot be told apart, or were put in order in two ways; then nothing is to be freed. */
bool merge_rows(struct merger *, const struct meaning *, const struct trio *, struct rows *);
void merge_rows_free(struct rows *);

/* merge_text.c: whether two entries of two sides have the same lines; whether there is no comment in an entry. */
bool merge_same_text(const struct merger *, enum merge_side, const struct piece *, enum merge_side, const struct piece *);
bool merge_is_quiet(const struct merger *, enum merge_side, const struct piece *);
/* Whether there is none behind or inside of it; those before it may be there. */
bool merge_is_quiet_inside(const struct merger *, enum merge_side, const struct piece *);
/* Appends lines of a side, moved to another column. */
void merge_put_lines(struct merger *, enum merge_side, struct span, int shift);
/* Appends an entry, or an item of a list, so that it begins in that column; NULL: nothing. */
void merge_put(struct merger *, enum merge_side, const struct piece *, unsigned column, bool item);
/* Appends lines of comments that three versions have; where two have changed them differently, a conflict. */
void merge_put_comments(struct merger *, const struct span spans[MERGE_SIDES], const int shifts[MERGE_SIDES]);
/* Adds a message that begins with the path. */
void merge_tell(struct merger *, GPtrArray *messages, const char *text);
/* Appends both versions of an entry between markers. */
void merge_put_conflict(struct merger *, const struct trio *, unsigned column, bool item, const char *why);
