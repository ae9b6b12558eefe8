/* Digests of values and rows. */
#include "prove/rows_back.h"

#include <stdbool.h>
#include <string.h>

#include "catalog/registry.h"
#include "diff/remark.h"
#include "prove/ask.h"

/*
 * A table a row, with the query of its digests: of each column, in the order of their names, and of all of them together. Generated
 * columns are computed, and the order of columns is not brought back; rows of partitions are looked at where they meet.
 */
static const char tables_sql[] =
	"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname),"
	" pg_catalog.format('SELECT %s, md5(string_agg(ROW(%s)::text, '','' ORDER BY ROW(%s)::text COLLATE \"C\")) FROM %s%I.%I',"
	" string_agg(pg_catalog.format('md5(string_agg(%I::text, '','' ORDER BY %I::text COLLATE \"C\")) AS %I', a.attname, a.attname, "
	"pg_catalog.quote_ident(a.attname)), ', ' ORDER BY a.attname),"
	" string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname), string_agg(pg_catalog.quote_ident(a.attname), ', ' "
	"ORDER BY a.attname), CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, n.nspname, c.relname)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
	" WHERE NOT c.relispartition AND (c.relkind = 'r' OR (c.relkind = 'p' AND NOT EXISTS (SELECT FROM "
	"pg_catalog.pg_partition_tree(c.oid) t JOIN pg_catalog.pg_class f ON f.oid = t.relid WHERE f.relkind = 'f')))"
	" AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '" KEPT_SCHEMA "')"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND "
	"d.objid = c.oid AND d.deptype = 'e')"
	" GROUP BY c.relkind, n.nspname, c.relname HAVING count(*) <= 1500";

static void take(GHashTable *digests, const PGresult *result, const char *table)
{
	int last = PQnfields(result) - 1;
	g_autofree char *all = g_strdup_printf("rows of table %s", table);

	for (int i = 0; i < last; i++)
		g_hash_table_insert(digests, g_strdup_printf("column %s of table %s", PQfname(result, i), table),
			g_strdup(PQgetvalue(result, 0, i)));
	g_hash_table_insert(digests, g_steal_pointer(&all), g_strdup(PQgetvalue(result, 0, last)));
}

GHashTable *rows_back_read(PGconn *connection, GError **error)
{
	GHashTable *digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	PGresult *settings = ask(connection, "rows", "SET row_security = off; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'", error);
	PGresult *tables = settings ? ask(connection, "rows", tables_sql, error) : NULL;
	bool good = tables;

	for (int i = 0; good && i < PQntuples(tables); i++) {
		PGresult *result = ask(connection, "rows", PQgetvalue(tables, i, 1), error);
		good = result;
		if (good)
			take(digests, result, PQgetvalue(tables, i, 0));
		PQclear(result);
	}
	PQclear(settings);
	PQclear(tables);
	if (!good)
		g_clear_pointer(&digests, g_hash_table_unref);
	return digests;
}

/* Whether a loss names the column; for "rows of table t" the table, or any part of it. */
static bool is_reported(const GPtrArray *losses, const char *subject)
{
	static const char rows[] = "rows of ";

	return remarks_name(losses, g_str_has_prefix(subject, rows) ? subject + strlen(rows) : subject);
}

void rows_back_compare(GHashTable *before, GHashTable *after, const GPtrArray *losses, GPtrArray *problems)
{
	g_autoptr(GList) subjects = g_list_sort(g_hash_table_get_keys(before), (GCompareFunc)strcmp);

	for (const GList *at = subjects; at; at = at->next) {
		const char *was = g_hash_table_lookup(before, at->data), *is = g_hash_table_lookup(after, at->data);
		if (g_strcmp0(was, is) != 0 && !is_reported(losses, at->data))
			g_ptr_array_add(problems, g_strdup_printf("%s: the values that were kept are not back", (char *)at->data));
	}
}
