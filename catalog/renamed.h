/* Renamed relations, types and routines, and texts that name them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE in which texts name a table, view, sequence, type or routine by its new name, if it has another name in WANT
 * according to oldname on either side, as the server does after ALTER ... RENAME; bodies, strings and settings are unchanged, and
 * so are ambiguous texts. The renamed objects keep their old names, and are found by both. A type with other differences, or a
 * relation with other attributes, is not followed: it may be re-created. NULL: none is renamed, or only objects whose new name
 * exists in HAVE, or whose old name exists in WANT, as for overloads. snapshot_free() the copy; its objects live as long as the
 * pool.
 */
struct snapshot *snapshot_follow_names(const struct snapshot *have, const struct snapshot *want);
