/*
 * Whether somebody changed the schema while it was read. The rows are of one snapshot, but the server's functions that print names,
 * format_type() or pg_get_expr(), see each name as it is when they run: what was renamed or replaced meanwhile could be read half
 * old, half new. Comparing the catalogs whose names they print, before and after, finds that. Temporary objects, and what rewriting
 * a table or refreshing a materialized view does, are no changes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* SELECT the snapshot of the transaction: that of the reading one, and another when all is read. */
extern const char watch_snapshot_sql[];
/*
 * SELECT what was changed since the snapshot in words; NULL: nothing. To be run in a transaction of its own. read: what the
 * objects' oids are that were read and must still be there, by the names of their catalogs, each as "1,2,3" in a GString. Free it.
 */
char *watch_change_sql(const char *snapshot, GHashTable *read);
/*
 * SELECT oid, schema and name of all relations of which a row was written since; only another name or schema is a change. Free it.
 */
char *watch_relations_sql(const char *snapshot);
