/*
 * The journal of runs on this machine, for the case that the database cannot be written: JSON lines, only appended, in
 * $DBALIGN_JOURNAL or $XDG_STATE_HOME/dbalign (~/.local/state/dbalign), one file for each project and environment.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

struct journal;

/* NULL with an error where the file cannot be written; a run can continue without a journal. */
struct journal *journal_open(const char *project, const char *environment, const char *run, GError **);
void journal_free(struct journal *);
const char *journal_path(const struct journal *);

/*
 * Adds a line with that event, these members (it takes ownership; NULL: none), the time and the run. sure: sync it to the disk.
 * After the first failed write the journal stays closed; see journal_is_whole().
 */
void journal_write(struct journal *, const char *event, json_t *members, bool sure);
bool journal_is_whole(const struct journal *);
