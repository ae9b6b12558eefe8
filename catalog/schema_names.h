/* A schema under another name: it, what is in it, and all texts that name it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * Gives schemas other names in a snapshot, which may be finished or not: char * by turns, the old and the new name, none of which
 * is both. An error names the object whose text names a schema in such a way that it cannot be told what is meant, or the schema
 * that is there under a new name already; then the snapshot is of no use any more.
 */
bool schema_names_replace(struct snapshot *, const GPtrArray *names, GError **);
/*
 * The same as it is on a server once ALTER SCHEMA has renamed these: bodies of functions, strings and settings keep their words. The
 * schemas themselves have their old names still. False: something of a new name is there already, and the snapshot is of no use.
 */
bool schema_names_follow(struct snapshot *, const GPtrArray *names);
/* The new name of a schema; the same where it has none. NULL is no schema. */
const char *schema_names_find(const GPtrArray *names, const char *schema);
/* Whether it is a new name, so that a schema that has it of its own would be mistaken for another. */
bool schema_names_takes(const GPtrArray *names, const char *schema);
