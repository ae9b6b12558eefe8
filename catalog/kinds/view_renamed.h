/* Views that follow renamed columns, and get other names for their own. */
#pragma once

#include "catalog/snapshot.h"

/* A column that gets another name. */
struct renamed {
	const char *old, *new;
};

/* Adds a column of a table or view to renames: its number, the same in HAVE and a copy -> GArray of struct renamed. */
void column_renames_add(GHashTable *renames, const struct object *relation, const char *old, const char *new);

/*
 * The views of HAVE, of struct object, whose query becomes that of WANT by ALTER ... RENAME COLUMN alone: of the relations in its FROM,
 * as renames tells, and of the view itself, which is added to renames. To be freed.
 */
GPtrArray *views_find_renamed(const struct snapshot *have, const struct snapshot *want, GHashTable *renames);
/* Gives these views, in a copy of HAVE, the query of WANT, and their columns the hint which names they get. */
void views_follow(struct snapshot *copy, const GPtrArray *views, const struct snapshot *want, GHashTable *renames);
