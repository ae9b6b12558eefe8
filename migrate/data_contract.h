/* The contract of a change of reference data: the rows are what they were, then what the files say. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/*
 * Fills the draft of the change that makes the rows as the files have them; expect stays empty. MIGRATE_REFUSED where rows are
 * not in the files and `delete` forbids to delete them, or where others refer to them; where no order of statements leads there.
 */
bool data_draft(struct data *, struct draft *, GError **);
