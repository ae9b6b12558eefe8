/* Renames a schema with its objects in all texts that name it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * Renames schemas in a snapshot, finished or not: char * alternately, the old and the new name, none of which is both. False with
 * an error that names the object whose text names a schema ambiguously, or the schema that already has a new name; then the
 * snapshot must not be used.
 */
bool schema_names_replace(struct snapshot *, const GPtrArray *names, GError **);
/*
 * The same as ALTER SCHEMA does it on a server: bodies of functions, strings and settings are unchanged. The schemas themselves
 * keep their old names. False: an object with a new name already exists, and the snapshot must not be used.
 */
bool schema_names_follow(struct snapshot *, const GPtrArray *names);
/* The new name of a schema; the same where it has none. NULL for NULL. */
const char *schema_names_find(const GPtrArray *names, const char *schema);
/* Whether it is a new name, so that a schema that already has it would be confused. */
bool schema_names_takes(const GPtrArray *names, const char *schema);
