/* Objects that schemas need on a server and do not create: roles, tablespaces, extensions. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "prove/scratch.h"

/*
 * Creates the roles and tablespaces that the snapshots name and the server lacks. False with an error that names all objects that
 * cannot be created, such as an extension that is not installed.
 */
bool surroundings_make(struct scratch *, const struct snapshot *const *, size_t count, GError **);

/* Whether the server has each extension of the snapshots in the version that they name, if any. False with an error. */
bool surroundings_have_versions(struct scratch *, const struct snapshot *const *, size_t count, bool *have, GError **);
