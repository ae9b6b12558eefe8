/* Completes a snapshot: removes what is left out, canonicalises, sorts and numbers objects. */
#pragma once

#include "catalog/snapshot.h"

/*
 * Completes the snapshot: leaves out members of extensions, settles each object, gathers and sorts, runs the kinds' finish
 * functions. Fails with an error that names both places when two objects are the same.
 */
bool snapshot_finish(struct snapshot *, GError **);
/* Sorts and numbers the objects of a changed snapshot again; removes those that are left out. */
void snapshot_refresh(struct snapshot *);
