/* Reads reports from the registry as JSON: for `status`, `log` and `show`, whose text is made from it. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * The database's number, its last release, pending changes, a stopped change with its steps and invalid indexes, the current run,
 * and the last failure if nothing was applied since. NULL with an error.
 */
json_t *status_json(struct run *, GError **);
/* The last attempts, newest first; limit 0: all. NULL with an error. */
json_t *log_json(struct run *, int limit, GError **);
/*
 * All about one change: how it was applied, its attempts with assertions and steps, notes. NULL with MIGRATE_USAGE for an unknown
 * number.
 */
json_t *show_json(struct run *, int number, GError **);
