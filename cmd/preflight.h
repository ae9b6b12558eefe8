/*
 * What a server must have before a script can run there: roles, tablespaces and extensions in their versions, which no script makes
 * unless roles are described.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "cmd/place.h"

/*
 * Appends to missing a text (char *) for each role, tablespace or extension that want needs and the server of that place lacks,
 * with objects that need it, and for each extension that cannot be updated to the version that want says; notes in have those that
 * cannot be updated back. Roles that only owners or privileges name do not count where either snapshot is silent on those.
 */
bool preflight(struct place *, struct snapshot *have, const struct snapshot *want, GPtrArray *missing, GError **);
