/*
 * Drafts: changes that have no number yet (XXXXX_slug). Where an environment says `dev: true` they are applied behind those of the
 * manifest, by slug, with the numbers that follow for the time being. What was applied as a draft and is another one now, or has
 * got its number, is taken back first, by the rollback that the registry has kept.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

bool draft_is(const struct numbered_change *);

/* Puts the drafts of a project behind its changes. MIGRATE_FILES where one lacks a condition. */
bool drafts_take(struct project *, GError **);

/* Sets run->stale, for environments of that kind. MIGRATE_INTEGRITY where what lies below is not what the project has. */
bool drafts_find_stale(struct run *, GError **);
