/* Finds objects of a database that no kind describes. */
#include "catalog/read/unsupported.h"

#include <glib.h>
#include <stddef.h>

#include "catalog/kind.h"
#include "catalog/read/query.h"

/*
 * Objects that users added to an extension's relation: PostgreSQL does not record the difference, and pg_dump loses them. Their row
 * was written by a transaction that wrote none of the extension's members, nor the extension.
 */
#define ON_MEMBER(table_) \
	" JOIN pg_depend m ON m.classid = 'pg_class'::regclass AND m.objid = " table_ \
	" AND m.deptype = 'e' JOIN pg_extension p ON p.oid = m.refobjid"
#define LATER(row_) \
	"p.xmin <> " row_ \
	".xmin AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.refclassid = 'pg_extension'::regclass AND e.refobjid = m.refobjid" \
	" AND e.deptype = 'e' AND e.xmin = " row_ ".xmin)"
#define MEMBER_NAME(name_, table_) \
	"quote_ident(" name_ ") || ' of ' || " table_ "::regclass::text || ' of extension ' || quote_ident(p.extname)"

/* Superusers may put objects where only the server's own are looked for. */
#define IN_CATALOG(namespace_) " >= 16384 AND " namespace_ " IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"

static const struct {
	const char *kind, *catalog, *oid, *name, *from, *where;
	int since;
	bool on_member; /* searched only where users have created an extension */
} rows[] = {
	{ "security label on large object", "pg_seclabel", "l.objoid", "l.objoid::text", "pg_seclabel l",
		"l.classoid = 'pg_largeobject'::regclass" },
	/* the remains of a failed CREATE INDEX CONCURRENTLY */
	{ "invalid index", "pg_class", "i.indrelid", "i.indexrelid::regclass::text",
		"pg_index i JOIN pg_class c ON c.oid = i.indexrelid",
		"NOT i.indisvalid AND c.relkind = 'i' AND i.indrelid >= 16384 AND c.relnamespace::regnamespace::text !~ '^pg_'" },
	/* by DISABLE TRIGGER ALL */
	{ "disabled check of constraint", "pg_class", "k.conrelid",
		"quote_ident(k.conname) || ' of table ' || k.conrelid::regclass::text", "pg_constraint k",
		"EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgparentid = 0 AND "
		"t.tgenabled <> 'O')" },
	{ "unfinished DETACH PARTITION of table", "pg_class", "h.inhrelid", "h.inhrelid::regclass::text", "pg_inherits h",
		"h.inhdetachpending", PG(14) },
	{ "column", "pg_attribute", "a.attrelid", MEMBER_NAME("a.attname", "a.attrelid"), "pg_attribute a" ON_MEMBER("a.attrelid"),
		"a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NULL AND " LATER("a"), .on_member = true },
	{ "constraint", "pg_constraint", "k.oid", MEMBER_NAME("k.conname", "k.conrelid"), "pg_constraint k" ON_MEMBER("k.conrelid"),
		"k.contype IN ('c', 'p', 'u', 'x', 'f') AND k.conparentid = 0 AND " LATER("k"), .on_member = true },
	{ "index", "pg_class", "i.indexrelid", MEMBER_NAME("c.relname", "i.indrelid"),
		"pg_index i JOIN pg_class c ON c.oid = i.indexrelid" ON_MEMBER("i.indrelid"),
		"NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AND " LATER(
			"i"),
		.on_member = true },
	{ "trigger", "pg_trigger", "g.oid", MEMBER_NAME("g.tgname", "g.tgrelid"), "pg_trigger g" ON_MEMBER("g.tgrelid"),
		"NOT g.tgisinternal AND " LATER("g"), .on_member = true },
	{ "policy", "pg_policy", "o.oid", MEMBER_NAME("o.polname", "o.polrelid"), "pg_policy o" ON_MEMBER("o.polrelid"), LATER("o"),
		.on_member = true },
	{ "rule", "pg_rewrite", "w.oid", MEMBER_NAME("w.rulename", "w.ev_class"), "pg_rewrite w" ON_MEMBER("w.ev_class"),
		"w.rulename <> '_RETURN' AND " LATER("w"), .on_member = true },
	{ "relation", "pg_class", "c.oid", "c.oid::regclass::text", "pg_class c",
		"c.relkind NOT IN ('i', 'I', 't', 'c') AND c.oid" IN_CATALOG("c.relnamespace") },
	{ "routine", "pg_proc", "f.oid", "f.oid::regprocedure::text", "pg_proc f", "f.oid" IN_CATALOG("f.pronamespace") },
	{ "type", "pg_type", "t.oid", "format_type(t.oid, NULL)", "pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid",
		"t.typtype IN ('b', 'c', 'd', 'e', 'r') AND coalesce(c.relkind = 'c', t.typcategory <> 'A') AND t.oid" IN_CATALOG(
			"t.typnamespace") },
	{ "operator", "pg_operator", "o.oid", "o.oid::regoperator::text", "pg_operator o", "o.oid" IN_CATALOG("o.oprnamespace") },
	{ "second NOT NULL constraint of domain", "pg_type", "k.contypid", "k.contypid::regtype::text", "pg_constraint k",
		"k.contype = 'n' AND k.contypid <> 0 AND EXISTS (SELECT FROM pg_constraint o WHERE o.contypid = k.contypid AND "
		"o.contype = 'n' AND o.oid < k.oid)",
		PG(17) },
};

char *unsupported_sql(int version, bool extensions)
{
	GString *sql = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (query_applies(rows[i].since, 0, version) && (extensions || !rows[i].on_member))
			g_string_append_printf(sql,
				"%sSELECT '%s', %s::text COLLATE \"C\", '%s'::regclass::oid, %s FROM %s WHERE %s",
				sql->len ? " UNION ALL " : "", rows[i].kind, rows[i].name, rows[i].catalog, rows[i].oid,
				rows[i].from, rows[i].where);
	g_string_append(sql, " ORDER BY 1, 2");
	return g_string_free(sql, false);
}
