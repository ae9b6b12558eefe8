/* The bytes of a change: read once, hashed, and kept. */
#pragma once

#include "migrate/project.h"

/*
 * Reads the bytes of all files of a change, once, and its header; MIGRATE_INTEGRITY where one is not what the manifest says,
 * MIGRATE_FILES where there is no rollback and no `-- irreversible:`. Of a change that is not in the manifest it sets the hashes.
 * Unload frees the bytes.
 */
bool change_load(const struct project *, struct numbered_change *, GError **);
void change_unload(struct numbered_change *);
/* Sets the hashes of its files, whose bytes are not kept. */
bool change_hash(const struct project *, struct numbered_change *, GError **);
