/* Assembles lines of documents. */
#pragma once

#include "yaml/merge_inside.h"

/* Whether entries of two sides have the same lines; whether an entry contains no comment. */
bool merge_same_text(const struct merger *, enum merge_side, const struct piece *, enum merge_side, const struct piece *);
bool merge_is_quiet(const struct merger *, enum merge_side, const struct piece *);
/* Whether there is no comment after it or inside it; there may be one before it. */
bool merge_is_quiet_inside(const struct merger *, enum merge_side, const struct piece *);
/* Appends lines of a side, moved to another column. */
void merge_put_lines(struct merger *, enum merge_side, struct span, int shift);
/* Appends an entry, or an item of a list, that begins in that column; NULL: nothing. */
void merge_put(struct merger *, enum merge_side, const struct piece *, unsigned column, bool item);
/* Appends comments of three versions; where two have changed them differently, a conflict. */
void merge_put_comments(struct merger *, const struct span spans[MERGE_SIDES], const int shifts[MERGE_SIDES]);
/* Adds a message that begins with the path. */
void merge_tell(struct merger *, GPtrArray *messages, const char *text);
/* Appends both versions of an entry between markers. */
void merge_put_conflict(struct merger *, const struct trio *, unsigned column, bool item, const char *why);
