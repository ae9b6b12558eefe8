/* Completing a snapshot: what is left out, brought to its canonical form, sorted and numbered. */
#pragma once

#include "catalog/snapshot.h"

/*
 * Completes the snapshot: leaves out members of extensions, settles each object, gathers and sorts, runs the kinds' finish
 * functions. Fails with an error that names both places when two objects are the same.
 */
bool snapshot_finish(struct snapshot *, GError **);
/* Sorts and numbers a finished snapshot anew, whose objects were changed; those that it leaves out are gone. */
void snapshot_refresh(struct snapshot *);
