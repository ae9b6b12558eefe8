/* What statements of an online plan lock, as far as that is in the way of who reads and writes rows. */
#pragma once

#include <glib.h>

#include "diff/change.h"
#include "diff/steps.h"

/* The table that others use and that an object is, or is part of; NULL: there is none. */
struct change *online_table(const struct changes *, const struct object *);
/* The strongest such lock of a statement, and *work, unless NULL: what it does to rows, see diff/lock.h. NULL: it takes none. */
const char *online_lock(const struct changes *, const struct step *, unsigned *work);
/* Whether it goes through rows under such a lock. */
bool online_is_heavy(const struct changes *, const struct step *);
/* Whether a statement locks a second table, too. */
bool online_locks_two(const struct step *);
/* The statement that takes the locks of steps which run in one transaction; NULL: there are none. Free it. */
char *online_lock_first(const struct changes *, const GPtrArray *steps);
/* Notes what of the items (struct online_item, see diff/online/item.h) is in the way of others for as long as there are rows. */
void online_note(const struct changes *, struct plan *, const GArray *items);
