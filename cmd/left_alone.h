/*
 * Leaves alone what the format of a Pyrseas document cannot express: the document gets it from the other side before the two are
 * compared.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * document: in the format of Pyrseas, other: the snapshot to compare it with; both are finished and share a pool. Objects of other
 * that the format cannot express are added to the document, unless they depend on objects that it lacks; so are attributes. Returns
 * one line that names all that was added, by kind; NULL where there is nothing. Free it.
 */
char *left_alone(struct snapshot *document, const struct snapshot *other);

/* The note for writing a document with that name, read in the format of Pyrseas, in our format. Free it. */
char *left_alone_note(const char *name);
