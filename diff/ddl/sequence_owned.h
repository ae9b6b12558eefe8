/* Sequences that belong to columns: which they are, and what follows from that for the sequence. */
#pragma once

#include "diff/say.h"

/* The change of the column that owns a sequence of have or want; NULL: none does. */
struct change *sequence_owner(const struct changes *, const struct object *sequence, bool had);
/* The sequence behind an identity column, or NULL. */
const struct object *sequence_of_identity(const struct changes *, const struct object *column);
/* Drops the sequences that would go with the columns of the say's table, had these not lost their defaults. */
void sequence_say_gone(struct say *, enum stage);
/* See diff/ddl/verbs.h. */
void sequence_pair_all(struct changes *);
void sequence_place_all(struct changes *);
/* A sequence lets go of its column before the table goes that was put aside, and takes along what is owned. */
void sequence_add_edges(struct changes *, struct change *);
