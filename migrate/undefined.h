/* Finds variables without declaration, or without value, before connecting. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"

/*
 * Whether each variable that the loaded change uses is declared, and has a value in the environment or a source for it, which is
 * not read yet. MIGRATE_USAGE with file:line:column.
 */
bool undefined_check(const struct numbered_change *, const struct environment *, GError **);
