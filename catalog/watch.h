/*
 * Whether somebody changed the schema while it was read. The rows are of one snapshot, but the server's functions that print names, format_type() or
 * pg_get_expr(), see each name as it is when they run: what was renamed or replaced meanwhile could be read half old, half new. Comparing the catalogs whose
 * names they print, before and after, finds that. Temporary objects, and what rewriting a table or refreshing a materialized view does, are no changes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct watch {
	char *snapshot, *state;
};

/* SELECT the snapshot of the reading transaction, and the state of the catalogs as it sees them. Free it. */
char *watch_state_sql(void);
/* Keeps what that gave. */
void watch_start(struct watch *, const char *snapshot, const char *state);
/* SELECT the snapshot that is taken when all is read, in a transaction of its own. */
extern const char watch_snapshot_sql[];
/* Whether it is another than at the start: while no transaction ends nothing can have changed. */
bool watch_moved(const struct watch *, const char *snapshot);
/* SELECT what was changed since, in words; NULL: nothing. To be run in a transaction of its own. Free it. */
char *watch_change_sql(const struct watch *);
void watch_clear(struct watch *);
