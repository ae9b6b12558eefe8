/*
 * Drafts: changes without a number (XXXXX_slug). Where an environment has `dev: true` they are applied after those of the manifest,
 * by slug, under the next numbers. An applied draft that has changed, or has got its number, is rolled back first, with the
 * rollback that the registry has stored.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/manifest.h"
#include "migrate/project.h"

bool draft_is(const struct numbered_change *);

/* Appends the drafts of a project to its changes. MIGRATE_FILES where one lacks a condition. */
bool drafts_take(struct project *, GError **);
