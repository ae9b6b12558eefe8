/* What the registry tells: for `status`, `log` and `show`, as JSON, which the text is made from. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Where the database is, the last release that it has taken, what is to be applied, what stopped in its middle with its steps and invalid indexes, who works at it, and
 * the last failure if nothing was applied since. NULL with an error.
 */
json_t *status_json(struct run *, GError **);
/* The last attempts, the newest first; limit 0: all. */
json_t *log_json(struct run *, int limit, GError **);
/*
 * All about one change: how it is applied, its attempts with their assertions and steps, notes. MIGRATE_USAGE where nothing is
 * known of that number.
 */
json_t *show_json(struct run *, int number, GError **);
