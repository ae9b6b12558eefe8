/* Decides what a difference between two objects requires: ALTER, or DROP and CREATE. */
#pragma once

#include "diff/change.h"

/* Judges a pair that differs: by the rows of its kind, then by the kind's own judge (diff/ddl/verbs.h). */
void judge_pair(const struct changes *, struct change *);
/*
 * Whether the row, of an object that is there before and after, is a type that has another name now: the server keeps it by number,
 * so nothing is to be done.
 */
bool judge_follows(const struct changes *, const struct change *, const struct attribute *row);
