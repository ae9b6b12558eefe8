/*
 * Checks that the changes of two branches fit together: one may drop an object on which the other has come to depend, or both may
 * give one name to different objects.
 */
#pragma once

#include "catalog/snapshot.h"
#include "yaml/merge.h"

struct merge_problem {
	unsigned line; /* of the merged document; from 1 */
	char *text;
};

/*
 * Takes finished snapshots of one pool; the base may be NULL. Appends a struct merge_problem, whose text is to be freed, for each
 * problem; SQL texts are examined, too.
 */
void merge_check(const struct snapshot *const sides[MERGE_SIDES], const struct snapshot *merged, GArray *problems);

/* What the merged document should omit, according to the sides (snapshots; the base may be NULL). */
struct silence merge_silence(const struct snapshot *const sides[MERGE_SIDES]);
