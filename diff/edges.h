/* Which batch waits for which: by dependencies before and after, by names in use, and by rules of this program. */
#pragma once

#include "diff/change.h"
#include "diff/order.h"

/* Adds the edges between all batches of the changes. */
void edges_add(struct changes *);
/* Edges of relations beyond the dependency graph, and edges of names; edges_add() calls both. */
void edges_add_relations(struct changes *);
void edges_add_names(struct changes *);
/* Finds cycles of renames, and renames one object of each aside; call it before statements are written. */
void names_assign(struct changes *);
