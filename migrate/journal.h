/*
 * The journal of runs on this machine, for the cases when the database cannot be written: JSON lines, only ever appended to, in
 * $DBALIGN_JOURNAL or $XDG_STATE_HOME/dbalign (~/.local/state/dbalign), a file a project and environment.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

struct journal;

/* NULL with an error where it cannot be written to: a run can go on without it. */
struct journal *journal_open(const char *project, const char *environment, const char *run, GError **);
void journal_free(struct journal *);
const char *journal_path(const struct journal *);

/*
 * Adds a line of that event and these members, which it takes over (NULL: none), with the time and the run. sure: it is on the disk
 * when this returns. The first line that cannot be written ends the journal; journal_is_whole() tells.
 */
void journal_write(struct journal *, const char *event, json_t *members, bool sure);
bool journal_is_whole(const struct journal *);
