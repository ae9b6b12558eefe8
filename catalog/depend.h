/*
 * The dependency graph: edges from each object of a snapshot to those that must exist before it. They are found in rows that refer
 * to objects and in names in SQL texts; texts of a server are fully qualified, so names are looked up, not guessed.
 */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"

struct depend;

/* The edges of a finished snapshot, which outlives them. */
struct depend *depend_new(const struct snapshot *);
void depend_free(struct depend *);
/* The same, found once and kept by the snapshot: see snapshot_derived(). */
const struct depend *depend_of(const struct snapshot *);

/*
 * Numbers (unsigned) of the objects that the object needs, ascending, each once; the object's parent and itself are not among them.
 */
const GArray *depend_needs(const struct depend *, const struct object *);
/* Numbers of the objects that need the object. */
const GArray *depend_needed_by(const struct depend *, const struct object *);
/* Whether a top-level object, or an index, of that schema and name is described. */
bool depend_knows(const struct depend *, const char *schema, const char *name);
/* Whether a needs b. */
bool depend_has(const struct depend *, const struct object *a, const struct object *b);
/*
 * Removes an edge that comes only from a name in a text; true where there was one. A text that calls s.f(...) depends on every
 * overload of s.f, and one with the word "id" on the column id of each relation that it mentions: more than necessary, so that such
 * an edge may close a cycle that does not exist.
 */
bool depend_drop_guess(struct depend *, const struct object *from, const struct object *to);
