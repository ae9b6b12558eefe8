/*
 * Checks for roles, tablespaces and extensions, in their versions, that a server needs before a script can run there. Scripts do
 * not create them, except roles that are described.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "cmd/place.h"

/*
 * Appends to missing a text (char *) for each role, tablespace or extension that want needs and the place's server lacks, with
 * objects that need it, and for each extension that cannot be updated to the version in want; marks in have those that cannot be
 * updated back. Roles that only owners or privileges name do not count where either snapshot leaves these out. False with an error.
 */
bool preflight(struct place *, struct snapshot *have, const struct snapshot *want, GPtrArray *missing, GError **);
