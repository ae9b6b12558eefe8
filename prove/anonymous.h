/*
 * Other names in the place of those of a schema, for showing it to strangers. Words are replaced, wherever they stand: in YAML,
 * SQL, bodies, comments and messages. What PostgreSQL or our documents call something stays, though a name may have that word too:
 * id, name, value, date. Literals and comments keep all words that are in no name.
 */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"
#include "prove/scratch.h"

struct anonymous;

/* Takes the names of all objects of the snapshots. The server is asked which words are its own. NULL with an error. */
struct anonymous *anonymous_new(struct scratch *, const struct snapshot *const *, size_t count, GError **);
void anonymous_free(struct anonymous *);
/* The text with other names. Free it. */
char *anonymous_text(const struct anonymous *, const char *text);
