/* Whether somebody else has changed the schema since the last change: its fingerprint is kept in the state. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * At the start of a run: reads the fingerprint, unless the environment's `drift` is off, and compares it with that of the state.
 * MIGRATE_DRIFT, with what differs, where drift is an error. *fingerprint may stay NULL.
 */
bool drift_begin(struct run *, char **fingerprint, bool within, GError **);
/* At its end: keeps the fingerprint, and the schema itself, for the next one. */
bool drift_end(struct run *, GError **);

/*
 * What differs, a line an object; empty: nothing. *known: false where the schema after the last change was never read. NULL with an
 * error.
 */
char *drift_find(struct run *, bool *known, GError **);
