/*
 * Checks for required keys: the rows and lists of parts without which there is no CREATE statement, see "required" in
 * catalog/kind.h.
 */
#pragma once

#include "yaml/loader.h"

/* Whether the object, filled from the node, has all required keys. False with an error that names the object and the key. */
bool complete_check(struct loader *, const struct object *, const struct node *, GError **);
