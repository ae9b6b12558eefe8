/*
 * What two branches did, each sensible by itself, may be no schema together: one drops what the other begins to need, both give one
 * name to different things.
 */
#pragma once

#include "catalog/snapshot.h"
#include "yaml/merge.h"

struct merge_problem {
	unsigned line; /* of the merged document; from 1 */
	char *text;
};

/*
 * Finished snapshots of one pool; the base may be NULL. Appends a struct merge_problem for each such thing, whose text is to be
 * freed; texts of SQL are asked, too.
 */
void merge_check(const struct snapshot *const sides[MERGE_SIDES], const struct snapshot *merged, GArray *problems);

/* What the merged description is to say nothing of, as far as the sides (snapshots, the base NULL or not) tell. */
struct silence merge_silence(const struct snapshot *const sides[MERGE_SIDES]);
