/* Records the changes that a database already has, made by hand or by another runner. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Starts the registry at that number, without running any change. The schema must be exactly that of the change's expect/ file.
 * MIGRATE_DRIFT, with the differences, where it is not; MIGRATE_FILES where there is no such file; MIGRATE_REFUSED where the
 * registry already has changes.
 */
bool adopt(struct run *, int number, GError **);
