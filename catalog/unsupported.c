/* What a database can have and no kind of ours models yet. */
#include "catalog/unsupported.h"

#include <glib.h>
#include <stddef.h>

#include "catalog/kind.h"
#include "catalog/query.h"

static const struct {
	const char *kind, *catalog, *oid, *name, *from, *where;
	int since;
} rows[] = {
	{ "security label on large object", "pg_seclabel", "l.objoid", "l.objoid::text", "pg_seclabel l", "l.classoid = 'pg_largeobject'::regclass" },
	{ "second NOT NULL constraint of domain", "pg_type", "k.contypid", "k.contypid::regtype::text", "pg_constraint k",
	  "k.contype = 'n' AND k.contypid <> 0 AND EXISTS (SELECT FROM pg_constraint o WHERE o.contypid = k.contypid AND o.contype = 'n' AND o.oid < k.oid)", PG(17) },
};

char *unsupported_sql(int version)
{
	GString *sql = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (query_applies(rows[i].since, 0, version))
			g_string_append_printf(sql, "%sSELECT '%s', %s::text COLLATE \"C\", '%s'::regclass::oid, %s FROM %s WHERE %s", sql->len ? " UNION ALL " : "",
					       rows[i].kind, rows[i].name, rows[i].catalog, rows[i].oid, rows[i].from, rows[i].where);
	g_string_append(sql, " ORDER BY 1, 2");
	return g_string_free(sql, false);
}
