/*
 * What a document may not leave out: the rows and lists of parts without which no CREATE can be said, see "required" in
 * catalog/kind.h.
 */
#pragma once

#include "yaml/loader.h"

/*
 * Whether an object whose attributes and parts have been set from the node lacks nothing. False, and an error that names the object
 * and the key.
 */
bool complete_check(struct loader *, const struct object *, const struct node *, GError **);
