/*
 * Drafts: changes that have no number yet (XXXXX_slug). Where an environment says `dev: true` they are applied behind those of the
 * manifest, by slug, with the numbers that follow for the time being. What was applied as a draft and is another one now, or has
 * got its number, is taken back first, by the rollback that the registry has kept.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/manifest.h"
#include "migrate/project.h"

bool draft_is(const struct numbered_change *);

/* Puts the drafts of a project behind its changes. MIGRATE_FILES where one lacks a condition. */
bool drafts_take(struct project *, GError **);
