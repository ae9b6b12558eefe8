/*
 * The guard of a script: fails if objects that it changes, or that these depend on, have changed since the comparison. One query
 * computes a digest of facts in the catalogs, both when the script is written and when it runs.
 */
#pragma once

#include <glib.h>

#include "cmd/place.h"
#include "diff/plan.h"

enum same_error {
	SAME_IMPOSSIBLE, /* the database has no PL/pgSQL, the language of the guard */
	SAME_GONE,	 /* an object no longer exists */
};
#define SAME_ERROR (g_quark_from_static_string("same"))

/*
 * A statement without semicolon that fails, and names the objects, where objects of have that the plan changes, or objects that
 * these depend on in want or have, differ from those now in the place, a database. Owners, privileges and comments do not count. ""
 * where there are no such objects. NULL with an error. Free it.
 */
char *same_check(struct place *, const struct snapshot *have, const struct snapshot *want, const struct plan *, GError **);
