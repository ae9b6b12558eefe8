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
	{ "conversion", "pg_conversion", "c.oid", "c.conname", "pg_conversion c", "c.oid >= 16384" },
	{ "operator", "pg_operator", "o.oid", "o.oprname", "pg_operator o", "o.oid >= 16384 AND o.oprcode <> 0" },
	{ "operator class", "pg_opclass", "c.oid", "c.opcname", "pg_opclass c", "c.oid >= 16384" },
	{ "operator family", "pg_opfamily", "f.oid", "f.opfname", "pg_opfamily f", "f.oid >= 16384" },
	{ "cast", "pg_cast", "c.oid", "format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL)",
	  "pg_cast c LEFT JOIN pg_range r ON r.rngtypid = c.castsource AND c.castmethod = 'f'", "c.oid >= 16384 AND r.rngtypid IS NULL" },
	{ "language", "pg_language", "l.oid", "l.lanname", "pg_language l", "l.oid >= 16384" },
	{ "transform", "pg_transform", "t.oid", "format_type(t.trftype, NULL)", "pg_transform t", "t.oid >= 16384" },
	{ "access method", "pg_am", "a.oid", "a.amname", "pg_am a", "a.oid >= 16384" },
	{ "text search parser", "pg_ts_parser", "p.oid", "p.prsname", "pg_ts_parser p", "p.oid >= 16384" },
	{ "text search template", "pg_ts_template", "t.oid", "t.tmplname", "pg_ts_template t", "t.oid >= 16384" },
	{ "foreign data wrapper", "pg_foreign_data_wrapper", "f.oid", "f.fdwname", "pg_foreign_data_wrapper f", "true" },
	{ "server", "pg_foreign_server", "s.oid", "s.srvname", "pg_foreign_server s", "true" },
	{ "foreign table", "pg_class", "c.oid", "c.oid::regclass::text", "pg_class c", "c.relkind = 'f'" },
	{ "base type", "pg_type", "t.oid", "format_type(t.oid, NULL)", "pg_type t",
	  "t.oid >= 16384 AND (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) OR t.typtype = 'p')" },
	{ "publication", "pg_publication", "p.oid", "p.pubname", "pg_publication p", "true" },
	{ "subscription", "pg_subscription", "s.oid", "s.subname", "pg_subscription s",
	  "s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())" },
	{ "default privileges of role", "pg_default_acl", "d.oid", "pg_get_userbyid(d.defaclrole)", "pg_default_acl d", "true" },
	{ "security label on object", "pg_seclabel", "l.objoid", "l.objoid::regclass::text", "pg_seclabel l", "true" },
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
