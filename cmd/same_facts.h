/* The facts of the catalogs that the check of cmd/same.h digests. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"

/*
 * Which facts count for objects of that top-level kind: "relation", "routine", "type", or the kind's own name. NULL: none do, for
 * whatever was done to it a statement about it does what it says, or fails by itself.
 */
const char *same_facts_what(const struct kind *);

/*
 * Appends an SQL expression over a row of "seen" (what, schema, name, columns), the text of the facts; NULL where there is no such
 * object. columns is NULL for an object that changes: all of it counts. For one that is merely needed it has those of its columns
 * that are; of it counts what others see. whats: const char *, those that occur; version: of the server, such as 150018.
 */
void same_facts_append(GString *out, const GPtrArray *whats, int version);
