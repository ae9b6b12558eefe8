/* Lines of documents put together. */
#pragma once

#include "yaml/merge_inside.h"

/* Whether two entries of two sides have the same lines; whether there is no comment in an entry. */
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
