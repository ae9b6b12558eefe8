/* Completing a snapshot: what is left out, brought to its canonical form, sorted and numbered. */
#pragma once

#include "catalog/snapshot.h"

/*
 * Completes the snapshot: leaves out members of extensions, settles each object, gathers and sorts, runs the kinds' finish
 * functions. Fails with an error that names both places when two objects are the same.
 */
bool snapshot_finish(struct snapshot *, GError **);
/* Takes an object with its parts out of a finished snapshot; until snapshot_refresh() it can still be found. */
void snapshot_remove(struct object *);
void snapshot_refresh(struct snapshot *);
