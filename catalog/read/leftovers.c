/* Finds remains of failed commands outside transactions. */
#include "catalog/read/leftovers.h"

#include "catalog/kind.h"

#define NAMES(catalog, oid, where) \
	"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM " catalog " x JOIN pg_catalog.pg_class c ON c.oid = x." oid \
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE " where
#define INDEXES NAMES("pg_catalog.pg_index", "indexrelid", "NOT x.indisvalid AND c.relkind = 'i'")

const char *leftovers_sql(int version)
{
	if (version < PG(14))
		return INDEXES;
	return INDEXES " UNION " NAMES("pg_catalog.pg_inherits", "inhrelid", "x.inhdetachpending");
}
