/*
 * The check with which a script can begin: that what it changes, and what that depends on, is as it was when it was compared. Facts
 * of the catalogs are digested by one query, the same one when the script is written and when it is run.
 */
#pragma once

#include <glib.h>

#include "cmd/place.h"
#include "diff/plan.h"

enum same_error {
	SAME_IMPOSSIBLE, /* the database has no PL/pgSQL, in which the check is written */
	SAME_GONE,	 /* something is no longer there */
};
#define SAME_ERROR (g_quark_from_static_string("same"))

/*
 * A statement without semicolon that fails, and names them, where objects of have that the plan touches, or that those of want and
 * have need which it touches, are not as they are now in the place, a database. Owners, privileges and comments do not count. ""
 * where the plan touches none. NULL with an error. Free it.
 */
char *same_check(struct place *, const struct snapshot *have, const struct snapshot *want, const struct plan *, GError **);
