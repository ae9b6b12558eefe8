/*
 * Known differences that are accepted for a while, from a file that is kept with the schema: a YAML map of patterns (cmd/pattern.h)
 * that match the whole of "schema.name", "schema.table.name" of a part, or a schema.
 *
 *	shop\.sale\.sale_day_idx:
 *	  reason: made by hand, until the nightly report is gone
 *	  until: 2027-03-31
 *	shop\.item:
 *	  attribute: description
 *	  reason: comments are written by others
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

struct ignore;

/*
 * Reads the file. NULL with an error that gives the position of an entry without reason, a date in `until` that has passed, or an
 * invalid pattern.
 */
struct ignore *ignore_load(const char *path, GError **);
void ignore_free(struct ignore *);

/*
 * False where an entry without attribute matches the object; records which entries match. The first pattern that takes too long
 * sets *error.
 */
bool ignore_accept(struct ignore *, const struct object *, GError **error);
/* Where an entry with an attribute matches an object of both snapshots, which are finished, want gets have's value. */
void ignore_attributes(const struct ignore *, struct snapshot *have, struct snapshot *want);
/* A line (char *, owned by the array) for each entry that matched nothing. Free it with g_ptr_array_unref(). */
GPtrArray *ignore_unused(const struct ignore *);
