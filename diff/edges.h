/*
 * Which batch waits for which: what a change needs before and after, names that are in the way, and what only this program knows.
 */
#pragma once

#include "diff/change.h"
#include "diff/order.h"

/* Adds the edges between all batches of the changes. */
void edges_add(struct changes *);
/* Those of relations that the dependency graph does not tell, and those of names; edges_add() calls both. */
void edges_add_relations(struct changes *);
void edges_add_names(struct changes *);
/* Finds renames that go round, and has one of each round make room; before anything is said. */
void names_assign(struct changes *);
