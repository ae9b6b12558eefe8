/*
 * Replaces the names of a schema, to show it to strangers. Words are replaced everywhere: in YAML, SQL, bodies, comments and
 * messages. Words of PostgreSQL or of our documents stay, even if a name has them: id, name, value, date. Literals and comments
 * keep words that are in no name.
 */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"
#include "prove/scratch.h"

struct anonymous;

/* Takes the names of all objects of the snapshots, and asks the server for its own words. NULL with an error. */
struct anonymous *anonymous_new(struct scratch *, const struct snapshot *const *, size_t count, GError **);
void anonymous_free(struct anonymous *);
/* The text with other names. Free it. */
char *anonymous_text(const struct anonymous *, const char *text);
