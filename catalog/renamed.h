/* Relations, types and routines that get other names, and what names them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE in which what depends on a table, view, sequence, type or routine that has another name in WANT, as oldname on
 * either side tells, names it by that name, as the server does once ALTER ... RENAME has run; bodies, strings and settings keep
 * their words, and so do texts in which it cannot be told surely what means it. The renamed objects have their own names still, and
 * are found by both. A type of which more than the name differs, or a relation that has other attributes of its own, is not
 * followed: it may have to be made again. NULL: none is renamed, or only such whose new name HAVE has, or whose old name WANT has,
 * as overloads do. The copy is freed with snapshot_free(); its objects live as long as the pool of both.
 */
struct snapshot *snapshot_follow_names(const struct snapshot *have, const struct snapshot *want);
