/* Renamed columns, and the texts of their tables that name them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE in which indexes, constraints, triggers, policies, generated columns, statistics and publications of a table, and
 * the foreign keys that refer to it, name a column by its new name, if it has another name in WANT according to oldname on either
 * side, as the server does after ALTER TABLE ... RENAME COLUMN. The column itself keeps its old name. Unchanged are ambiguous
 * texts, and those that name a column with other differences, or one of a table with another name. The server renames the column
 * in all descendants of the table, and so does the copy, unless a table of both snapshots becomes such a descendant or leaves, or
 * one has the column of several parents.
 *
 * NULL: no column is renamed, or only to names that exist in HAVE, or from names that exist in WANT. snapshot_free() the copy; its
 * objects live as long as the pool.
 */
struct snapshot *snapshot_follow_columns(const struct snapshot *have, const struct snapshot *want);
