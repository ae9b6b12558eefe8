/* A database that has the changes already, made by hand or by another runner, comes under control. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Its registry begins at that number, without anything being run. The database must be exactly what expect/ of that change says:
 * MIGRATE_DRIFT, with what differs, where it is not; MIGRATE_FILES where there is no such file; MIGRATE_REFUSED where the database
 * has changes already.
 */
bool adopt(struct run *, int number, GError **);
