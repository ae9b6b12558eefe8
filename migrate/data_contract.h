/* The contract of a change of reference data: rows are as before, and then as in the files. */
#pragma once

#include "migrate/data.h"
#include "migrate/data_inside.h"

/*
 * Fills the draft of the change that makes the rows equal to the files; expect stays empty. MIGRATE_REFUSED where rows are missing
 * from the files and `delete` forbids deleting them, where other rows reference them, or where no order of statements works.
 */
bool data_draft(struct data *, struct draft *, GError **);
