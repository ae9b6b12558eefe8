/* Finds columns in a server's catalogs that the ledger does not have. */
#include "catalog/read/newer.h"

#include <glib.h>

#include "sql/quote.h"

/* The ledger's columns that the newest known version has, as the build takes them out of catalog/read/columns. */
static const char *const known[] = {
#include "catalog/known_columns.inc"
};

char *newer_sql(void)
{
	GString *sql = g_string_new(
		"SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
		" WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
		" AND NOT ARRAY[c.relname || '.' || a.attname, c.relname || '.*'] && ARRAY[");

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		quote_format(sql, "%s%L", i ? ", " : "", known[i]);
	g_string_append(sql, "] ORDER BY 1");
	return g_string_free(sql, false);
}
