/*
 * Finds changes of the schema during reading. Rows come from one snapshot, but functions such as format_type() or pg_get_expr() see
 * the current names: objects renamed or replaced meanwhile could be read half old, half new. Comparing the catalogs of these names,
 * before and after, finds that. Temporary objects, rewrites of tables and refreshes of materialized views do not count.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* SELECT the transaction's snapshot: of the reading one, and of another at the end. */
extern const char watch_snapshot_sql[];
/*
 * SELECT a description of a change since the snapshot; NULL: none. Run it in a separate transaction. read: the oids of objects that
 * were read and must still exist, by catalog name, each as "1,2,3" in a GString. Free it.
 */
char *watch_change_sql(const char *snapshot, GHashTable *read);
/*
 * SELECT oid, schema and name of all relations of which a row was written since; only another name or schema is a change. Free it.
 */
char *watch_relations_sql(const char *snapshot);
