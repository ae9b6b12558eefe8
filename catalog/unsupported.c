/* What a database can have and no kind of ours models yet. */
#include "catalog/unsupported.h"

#include <glib.h>
#include <stddef.h>

#include "catalog/kind.h"
#include "catalog/query.h"

/* Names of NOT NULL constraints say nothing that not_null: true does not. */
#define NOT_NULL_NAME "quote_ident(k.conname) || ' of table ' || k.conrelid::regclass::text"

static const struct {
	const char *kind, *catalog, *oid, *name, *from, *where;
	int since;
} rows[] = {
	{ "security label on large object", "pg_seclabel", "l.objoid", "l.objoid::text", "pg_seclabel l", "l.classoid = 'pg_largeobject'::regclass" },
	{ "privilege on system column", "pg_class", "a.attrelid", "quote_ident(a.attname) || ' of ' || a.attrelid::regclass::text", "pg_attribute a",
	  "a.attnum < 0 AND a.attacl IS NOT NULL AND a.attrelid >= 16384" },
	/* what a failed CREATE INDEX CONCURRENTLY leaves */
	{ "invalid index", "pg_class", "i.indrelid", "i.indexrelid::regclass::text", "pg_index i JOIN pg_class c ON c.oid = i.indexrelid",
	  "NOT i.indisvalid AND c.relkind = 'i' AND i.indrelid >= 16384 AND c.relnamespace::regnamespace::text !~ '^pg_'" },
	/* by DISABLE TRIGGER ALL */
	{ "disabled check of constraint", "pg_class", "k.conrelid", "quote_ident(k.conname) || ' of table ' || k.conrelid::regclass::text", "pg_constraint k",
	  "EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'O')" },
	{ "unfinished DETACH PARTITION of table", "pg_class", "h.inhrelid", "h.inhrelid::regclass::text", "pg_inherits h", "h.inhdetachpending", PG(14) },
	{ "NOT VALID constraint", "pg_constraint", "k.oid", NOT_NULL_NAME, "pg_constraint k",
	  "k.contype = 'n' AND k.conrelid <> 0 AND NOT k.convalidated", PG(18) },
	{ "NO INHERIT constraint", "pg_constraint", "k.oid", NOT_NULL_NAME, "pg_constraint k",
	  "k.contype = 'n' AND k.conrelid <> 0 AND k.connoinherit", PG(18) },
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
