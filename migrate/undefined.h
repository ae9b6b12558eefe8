/* Variables that have no declaration, or no value: found while there is no connection yet. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"

/*
 * Whether each variable that the change uses is declared, and has a value in the environment or a place where that comes from,
 * which is not read yet. MIGRATE_USAGE with file:line:column. The change is loaded.
 */
bool undefined_check(const struct numbered_change *, const struct environment *, GError **);
