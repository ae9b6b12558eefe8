/* Whether somebody changed the schema while it was read. */
#include "catalog/watch.h"

#include <stdlib.h>
#include <string.h>

#include "sql/quote.h"

#define OWN_SCHEMAS "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)')"
#define OWN_RELATIONS "(SELECT oid FROM pg_class WHERE oid >= 16384 AND relnamespace IN " OWN_SCHEMAS ")"

/*
 * Catalogs whose rows, of objects that users made, the functions look up. state: what tells that rows are gone, or that a row has another name where rows are also written for reasons
 * that are no change of the schema; NULL where a row never goes alone. written: a row written since is a change.
 */
static const struct {
	const char *catalog, *what, *where, *state;
	bool written;
} rows[] = {
	/* TRUNCATE, REINDEX and VACUUM FULL write rows of pg_class */
	{ "pg_class", "a relation", "x.relnamespace IN " OWN_SCHEMAS, "coalesce(sum(hashname(x.relname)::bigint + x.relnamespace::bigint), 0)", false },
	{ "pg_attribute", "a column", "x.attrelid IN " OWN_RELATIONS, NULL, true },
	{ "pg_namespace", "a schema", "x.nspname !~ '^pg_(toast|temp)'", "count(*)", true },
	{ "pg_type", "a type", "x.typnamespace IN " OWN_SCHEMAS, "count(*)", true },
	{ "pg_proc", "a routine", "x.pronamespace IN " OWN_SCHEMAS, "count(*)", true },
	{ "pg_operator", "an operator", "true", "count(*)", true },
	{ "pg_opclass", "an operator class", "true", "count(*)", true },
	{ "pg_collation", "a collation", "true", "count(*)", true },
	{ "pg_trigger", "a trigger", "x.tgrelid IN " OWN_RELATIONS, NULL, true },
	{ "pg_statistic_ext", "extended statistics", "true", NULL, true },
	{ "pg_ts_config", "a text search configuration", "true", "count(*)", true },
	{ "pg_ts_dict", "a text search dictionary", "true", "count(*)", true },
};

static void append_state(GString *sql)
{
	const char *before = "";

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].state) {
			g_string_append_printf(sql, "%s(SELECT %s FROM %s x WHERE x.oid >= 16384 AND %s)", before, rows[i].state, rows[i].catalog, rows[i].where);
			before = " || ' ' || ";
		}
}

char *watch_state_sql(void)
{
	GString *sql = g_string_new("SELECT pg_current_snapshot()::text, ");

	append_state(sql);
	return g_string_free(sql, false);
}

void watch_start(struct watch *watch, const char *snapshot, const char *state)
{
	watch_clear(watch);
	watch->snapshot = g_strdup(snapshot);
	watch->state = g_strdup(state);
}

/*
 * Whether a transaction wrote the row that had not ended when the snapshot "xmin:xmax:xip,..." was taken. Numbers in rows have 32 bits, and are older than a
 * wrap-around where age() is not positive.
 */
static void append_written(GString *sql, const char *snapshot)
{
	const char *xmax = strchr(snapshot, ':') + 1, *running = strchr(xmax, ':') + 1;
	g_auto(GStrv) numbers = g_strsplit(running, ",", -1);

	g_string_append_printf(sql, "(age(x.xmin) BETWEEN 1 AND age('%u'::xid) OR x.xmin = ANY ('{", (unsigned)strtoull(xmax, NULL, 10));
	for (char **number = numbers; *number && **number; number++)
		g_string_append_printf(sql, "%s%u", number == numbers ? "" : ",", (unsigned)strtoull(*number, NULL, 10));
	g_string_append(sql, "}'::xid[]))");
}

const char watch_snapshot_sql[] = "SELECT pg_current_snapshot()::text";

bool watch_moved(const struct watch *watch, const char *snapshot)
{
	return strcmp(watch->snapshot, snapshot) != 0;
}

char *watch_change_sql(const struct watch *watch)
{
	GString *sql = g_string_new("SELECT CASE");

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!rows[i].written)
			continue;
		g_string_append_printf(sql, " WHEN EXISTS (SELECT FROM %s x WHERE ", rows[i].catalog);
		append_written(sql, watch->snapshot);
		g_string_append_printf(sql, " AND %s) THEN '%s was made or changed'", rows[i].where, rows[i].what);
	}
	g_string_append(sql, " WHEN ");
	append_state(sql);
	g_string_append(sql, " <> ");
	quote_literal(sql, watch->state);
	g_string_append(sql, " THEN 'an object was renamed or dropped' END");
	return g_string_free(sql, false);
}

void watch_clear(struct watch *watch)
{
	g_clear_pointer(&watch->snapshot, g_free);
	g_clear_pointer(&watch->state, g_free);
}
