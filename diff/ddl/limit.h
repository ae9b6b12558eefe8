/* What servers of some versions cannot express although they know every attribute: combinations, and constructs in texts. */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"

/*
 * Appends a line for each such thing that the object of the snapshot has and a server of that version has not: its name, what,
 * since or until when.
 */
void limit_describe(GString *, const struct snapshot *, const struct object *, int version);
