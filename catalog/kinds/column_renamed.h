/* Columns that get other names, and what their tables make of them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE in which the indexes, constraints, policies and generated columns of a table, and the foreign keys that refer to it, name a
 * column that has another name in WANT, as oldname on either side tells, by that name, as the server does once RENAME COLUMN has run. The
 * column has its own name still. A text that may not mean the column stays, and so does all that depends
 * on a column of which more than the name differs, or whose table has another name, parents or children. NULL: no column is renamed, or only
 * those whose new name is in HAVE, or whose old name is in WANT. The copy is freed with snapshot_free(); its objects live as long as the pool of both.
 */
struct snapshot *snapshot_follow_columns(const struct snapshot *have, const struct snapshot *want);
