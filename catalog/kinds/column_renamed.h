/* Columns that get other names, and what their tables make of them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE as it is once the columns have been renamed that have another name in WANT, as oldname on either side says: the server
 * puts the new name into the indexes, constraints, policies and generated columns of the table, and into the foreign keys that refer to
 * it. The column itself keeps its name in the copy. Left as they are: texts in which the name may mean something else, and all that
 * depends on a column of which more than the name differs, or whose table has another name, parents or children.
 *
 * NULL: no column is renamed, or only to names that HAVE has, or from names that WANT has. The copy is freed with snapshot_free(); its
 * objects live as long as the pool of both.
 */
struct snapshot *snapshot_follow_columns(const struct snapshot *have, const struct snapshot *want);
