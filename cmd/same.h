/*
 * The check with which a script can begin: that what it changes is as it was when it was compared. Facts of the catalogs are
 * digested by one query, the same one when the script is written and when it is run.
 */
#pragma once

#include <glib.h>

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * A statement with its semicolon that fails, and names them, where objects of have that the plan touches are not as they are now in
 * the place, a database: tables with all that belongs to them, views, sequences, routines (all of a name), types. "" where the plan
 * touches none. NULL with an error. Free it.
 */
char *same_check(struct place *, const struct snapshot *have, const struct plan *, GError **);
