/* What schemas need of a server besides what they make themselves: roles, tablespaces, extensions. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "prove/scratch.h"

/*
 * Makes the roles and tablespaces that the snapshots name and the server lacks. False with an error that names all that it lacks
 * and that cannot be made, as an extension that is not installed.
 */
bool surroundings_make(struct scratch *, const struct snapshot *const *, size_t count, GError **);

/*
 * Whether the server has each extension of the snapshots in the very version that they say; none for one that they do not say.
 * False with an error.
 */
bool surroundings_have_versions(struct scratch *, const struct snapshot *const *, size_t count, bool *have, GError **);
