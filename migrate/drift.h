/* Finds drift, changes of the schema outside dbalign, by the fingerprint stored after the last change. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * At the start of a run: reads the fingerprint, unless the environment's `drift` is off, and compares it with the stored one.
 * MIGRATE_DRIFT, with the differences, where drift is an error. *fingerprint may stay NULL.
 */
bool drift_begin(struct run *, char **fingerprint, bool within, GError **);
/* At the end of a run: stores the fingerprint, and the schema itself, for the next one. */
bool drift_end(struct run *, GError **);

/*
 * The differences, a line for each object; empty: none. *known: false where the schema after the last change was never read. NULL
 * with an error. Free it.
 */
char *drift_find(struct run *, bool *known, GError **);
