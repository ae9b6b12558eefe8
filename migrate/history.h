/*
 * The history of a rehearsal: a file of JSON lines, one for each night, next to rehearse/NAME.yaml. It shows which assumptions
 * about the live data drift: assertions that held before and do not hold now.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/*
 * Adds the history to a report, at most the last 60 nights, and appends this night to the file. The report gets
 *
 *	nights      their times, this one at the end
 *	drifting    [{change, assertion, statement, since, nights, value}]: held before that night, but not since
 *	moving      [{change, key, before, now}]: values passed from pre to post that differ from the previous night's
 *
 * and each of its changes "trend": {seconds: [...], contract: {key: [...]}, assertions: {"pre 1": [...]}}, one item for each night,
 * null where that step was not reached. MIGRATE_FILES where the file cannot be read or written.
 */
bool history_join(json_t *report, const char *path, GError **);
