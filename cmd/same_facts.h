/* The facts of the catalogs that the guard of cmd/same.h digests. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"

/*
 * The name of the facts for objects of that top-level kind: "relation", "routine", "type", or the kind's own name. NULL: none,
 * since a statement about such an object either does what it says, or fails.
 */
const char *same_facts_what(const struct kind *);

/*
 * Appends an SQL expression over a row of "seen" (what, schema, name, columns): the text of the facts; NULL where the object does
 * not exist. columns is NULL for an object that changes: all facts count. For an object that others depend on it lists the columns
 * that they use; only these count. whats: const char *, the names that occur; version: of the server, such as 150018.
 */
void same_facts_append(GString *out, const GPtrArray *whats, int version);
