/*
 * Earlier nights of a rehearsal: a file of JSON lines, one a night, beside rehearse/NAME.yaml. With it a report tells which assumptions
 * about the live data drift: an assertion that held before, and does not now.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/*
 * Adds to a report what earlier nights tell, at most the last 60, and appends this night to the file. The report gets
 *
 *	nights      their times, this one at the end
 *	drifting    [{change, assertion, statement, since, nights, value}]: held before that night, and since then not
 *	moving      [{change, key, before, now}]: values carried from pre to post that are others than the last time
 *
 * and each of its changes "trend": {seconds: [...], contract: {key: [...]}, assertions: {"pre 1": [...]}}, an item a night, null where
 * it did not come to that. Where the report has tenants each of theirs gets these instead. MIGRATE_FILES where the file cannot be read or written.
 */
bool history_join(json_t *report, const char *path, GError **);
