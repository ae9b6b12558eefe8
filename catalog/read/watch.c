/* Whether somebody changed the schema while it was read. */
#include "catalog/read/watch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define OWN_SCHEMAS "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)')"
#define OWN_RELATIONS "(SELECT oid FROM pg_class WHERE oid >= 16384 AND relnamespace IN " OWN_SCHEMAS ")"

/* Catalogs whose rows, of users' objects, the functions look up. gone: a row may be deleted without another change. */
static const struct {
	const char *catalog, *what, *where;
	bool gone;
} rows[] = {
	{ "pg_class", NULL, NULL, true }, /* also written by TRUNCATE, REINDEX and VACUUM FULL: see watch_relations_sql() */
	{ "pg_attribute", "a column", "x.attrelid IN " OWN_RELATIONS, false },
	{ "pg_namespace", "a schema", "x.nspname !~ '^pg_(toast|temp)'", true },
	{ "pg_type", "a type", "x.typnamespace IN " OWN_SCHEMAS, true },
	{ "pg_proc", "a routine", "x.pronamespace IN " OWN_SCHEMAS, true },
	{ "pg_operator", "an operator", "true", true },
	{ "pg_opclass", "an operator class", "true", true },
	{ "pg_collation", "a collation", "true", true },
	{ "pg_trigger", "a trigger", "x.tgrelid IN " OWN_RELATIONS, false },
	{ "pg_statistic_ext", "extended statistics", "true", false },
	{ "pg_ts_config", "a text search configuration", "true", true },
	{ "pg_ts_dict", "a text search dictionary", "true", true },
};

/*
 * Whether a row was written by a transaction that had not ended when the snapshot "xmin:xmax:xip,..." was taken. Transaction ids in
 * rows have 32 bits, and are older than a wraparound where age() is not positive.
 */
static void append_written(GString *sql, const char *snapshot)
{
	const char *xmax = strchr(snapshot, ':') + 1, *running = strchr(xmax, ':') + 1;
	g_auto(GStrv) numbers = g_strsplit(running, ",", -1);

	g_string_append_printf(
		sql, "(age(x.xmin) BETWEEN 1 AND age('%u'::xid) OR x.xmin = ANY ('{", (unsigned)strtoull(xmax, NULL, 10));
	for (char **number = numbers; *number && **number; number++)
		g_string_append_printf(sql, "%s%u", number == numbers ? "" : ",", (unsigned)strtoull(*number, NULL, 10));
	g_string_append(sql, "}'::xid[]))");
}

const char watch_snapshot_sql[] = "SELECT pg_current_snapshot()::text";

char *watch_change_sql(const char *snapshot, GHashTable *read)
{
	GString *sql = g_string_new("SELECT CASE");

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const GString *oids = g_hash_table_lookup(read, rows[i].catalog);

		if (rows[i].what) {
			g_string_append_printf(sql, " WHEN EXISTS (SELECT FROM %s x WHERE ", rows[i].catalog);
			append_written(sql, snapshot);
			g_string_append_printf(sql, " AND %s) THEN '%s was made or changed'", rows[i].where, rows[i].what);
		}
		if (rows[i].gone && oids)
			g_string_append_printf(sql,
				" WHEN EXISTS (SELECT unnest('{%s}'::oid[]) EXCEPT SELECT oid FROM %s) THEN '%s was dropped'",
				oids->str, rows[i].catalog, rows[i].what ? rows[i].what : "a relation");
	}
	g_string_append(sql, " END");
	return g_string_free(sql, false);
}

char *watch_relations_sql(const char *snapshot)
{
	GString *sql = g_string_new(
		"SELECT x.oid, n.nspname, x.relname FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace WHERE x.oid >= "
		"16384 AND ");

	append_written(sql, snapshot);
	return g_string_free(sql, false);
}
