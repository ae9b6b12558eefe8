/* Reads and hashes the files of a change. */
#pragma once

#include "migrate/project.h"

/*
 * Reads all files of a change, once, and its header. False with MIGRATE_INTEGRITY where one differs from the manifest,
 * MIGRATE_FILES where there is neither a rollback nor `-- irreversible:`. For a change that is not in the manifest it sets the
 * hashes. change_unload() frees the bytes.
 */
bool change_load(const struct project *, struct numbered_change *, GError **);
void change_unload(struct numbered_change *);
/* Sets the hashes of its files, without keeping their bytes. */
bool change_hash(const struct project *, struct numbered_change *, GError **);
