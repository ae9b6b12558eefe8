/*
 * What needs what: the edges from each object of a snapshot to those that must exist before it. They are found in the rows that
 * refer to something and in the names that SQL texts hold; texts of a server are fully qualified, so this is a look-up, not a
 * guess.
 */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"

struct depend;

/* The edges of a finished snapshot, which outlives them. */
struct depend *depend_new(const struct snapshot *);
void depend_free(struct depend *);

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
 * Takes an edge away that no more than a name in a text tells, and true where there was one. A text that calls s.f(...) is taken to
 * need every overload of s.f, and one that has the word "id" the column id of each relation that it mentions: more than it needs,
 * so that such an edge may close a circle that is none.
 */
bool depend_drop_guess(struct depend *, const struct object *from, const struct object *to);
