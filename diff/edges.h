/* Which batch waits for which: what a change needs before and after, names that are in the way, and what only this program knows. */
#pragma once

#include "diff/change.h"

/* Adds the edges between all batches of the changes. */
void edges_add(struct changes *);
