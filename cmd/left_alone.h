/*
 * What a document of Pyrseas has no word for is left as it is: the document gets it from the other side before the two are
 * compared.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * document: in Pyrseas' words, other: what it is compared with; both are finished and of one pool. Objects of other that the
 * document cannot have are added to it, except those that belong to what it does not have; attributes that it cannot tell, and does
 * not, are those of other. Gives one line that names all that was added, kind by kind, to be freed; NULL where that is nothing.
 */
char *left_alone(struct snapshot *document, const struct snapshot *other);

/* What is to be told where such a document, of that name, is written again in our words. */
char *left_alone_note(const char *name);
