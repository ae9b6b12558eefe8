/* Documents like another one, as branches make them: random changes of values, objects, names and order. Texts are to be freed. */
#pragma once

#include <glib.h>

#include "yaml/node.h"

/* The document in canonical form; NULL: it does not load. */
char *branches_canonical(const char *text);
/* A document like that one that loads, canonical. */
char *branches_new(GRand *, const char *base);
/* The document as after a person has been at it: with a comment of its own, which is added to the list. */
char *branches_annotate(GRand *, const char *text, const char *side, GPtrArray *comments);
/* The same document with wider indentation, and lists indented under their keys. */
char *branches_widen(const char *text);
