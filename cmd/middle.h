/*
 * What stands between two snapshots where not all can be done in one transaction: labels of enums can be used only once they are
 * committed.
 */
#pragma once

#include "diff/plan.h"

/*
 * The plan's first snapshot with the labels that it must commit, of the second one, before it does the rest; to be freed. NULL: it
 * all goes in one transaction.
 */
struct snapshot *middle_new(const struct plan *, const struct snapshot *have, const struct snapshot *want);
