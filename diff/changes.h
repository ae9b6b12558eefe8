/* All changes between two snapshots: every pair of objects, judged. */
#pragma once

#include "diff/change.h"

/* Whether two snapshots are equal in all that is compared, found without making changes of all pairs. */
bool changes_none(const struct snapshot *have, const struct snapshot *want);
/* Pairs and judges. */
struct changes *changes_new(const struct snapshot *have, const struct snapshot *want);
void changes_free(struct changes *);
