/* CREATE, ALTER, DROP INDEX, from pg_index, pg_class and pg_opclass; keys are read one by one, for pg_get_indexdef is dear. */
#include "catalog/index.h"

#include <glib.h>

#include "catalog/clause.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/settle.h"

#define AT(field) ATTRIBUTE_AT(struct index, field)
static const struct attribute attributes[] = {
	{ "unique", AT(unique), "i.indisunique" },
	{ "access_method", AT(access_method), "m.amname", .otherwise = "btree" },
	{ "include", AT(include), "CASE WHEN i.indnatts > i.indnkeyatts THEN i.indrelid || ' ' || (i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1]::text END",
	  .columns = true, .refers = REFERS_COLUMNS },
	{ "nulls_not_distinct", AT(nulls_not_distinct), "i.indnullsnotdistinct", .since = PG(15) },
	{ "predicate", AT(predicate), "pg_get_expr(i.indpred, i.indrelid)", .refers = REFERS_TEXT },
	{ "options", AT(options), "c.reloptions", .options = true },
	{ "tablespace", AT(tablespace), "s.spcname" },
	{ "attached_to", AT(attached_to), "h.inhparent::regclass::text" },
	{ "only", AT(only), "NOT i.indisvalid" },
	{ 0 }
};
#undef AT
static const struct kind *const parts[] = { &index_key_kind, NULL };

/* An invalid index is what is left of a failed CREATE INDEX CONCURRENTLY, unless it is of a partitioned table: then some partition lacks it. */
#define OWN "i.indrelid >= 16384 AND (i.indisvalid OR c.relkind = 'I') AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))"

const struct kind index_kind = {
	.name = "index", .key = "indexes", .sql = "INDEX", .size = sizeof(struct index), .part = true, .shape = PART_MAP,
	.attributes = attributes, .parts = parts, .catalog = "pg_class", .parent_catalog = "pg_class",
	.from = "pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
		" LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid",
	.where = OWN, .oid = "i.indexrelid", .title = "c.relname", .parent = "i.indrelid",
};

/* The class that CREATE INDEX takes by itself: the type's own, or that of the types that it is binary compatible with. */
#define DEFAULT_CLASS                                                                                                      \
	"o.opcdefault AND (o.opcintype = a.atttypid OR o.opcintype IN ('anyarray'::regtype, 'anyenum'::regtype, 'anyrange'::regtype, 'record'::regtype)" \
	" OR (a.atttypid = 'varchar'::regtype AND o.opcintype = 'text'::regtype) OR (a.atttypid = 'cidr'::regtype AND o.opcintype = 'inet'::regtype)" \
	" OR a.atttypid >= 16384)"

#define AT(field) ATTRIBUTE_AT(struct index_key, field)
static const struct attribute key_attributes[] = {
	{ "type", AT(type), "CASE WHEN u.key = 0 THEN 'expression' END", .otherwise = "column" },
	{ "collation", AT(collation), "CASE WHEN u.coll <> a.attcollation AND u.coll <> 0 THEN u.coll::regcollation::text END",
	  .refers = REFERS_TEXT },
	{ "opclass", AT(opclass),
	  "CASE WHEN NOT (" DEFAULT_CLASS ") OR (x.attoptions IS NOT NULL AND EXISTS (SELECT FROM unnest(x.attoptions) p WHERE p !~ '^pg_attver=')) THEN CASE on_.nspname WHEN 'pg_catalog' THEN quote_ident(o.opcname)"
	  " ELSE quote_ident(on_.nspname) || '.' || quote_ident(o.opcname) END END", .refers = REFERS_TEXT },
	{ "opclass_options", AT(opclass_options), "x.attoptions", .options = true },
	{ "order", AT(order), "CASE WHEN u.option & 1 = 1 THEN 'desc' END", .otherwise = "asc" },
	{ "nulls", AT(nulls), "CASE u.option & 3 WHEN 1 THEN 'last' WHEN 2 THEN 'first' END" },
	{ "statistics", AT(statistics), "CASE WHEN u.key = 0 THEN x.attstattarget END", .otherwise = "-1", .form = FORM_NUMBER },
	{ 0 }
};

/* Parentheses around the whole say nothing; CREATE INDEX wants them unless it is a call. */
static void settle_key(struct snapshot *snapshot, struct object *object)
{
	struct pool *pool = snapshot_pool(snapshot);
	const char *text, *inside;

	if (!((const struct index_key *)object)->type)
		return;
	g_autofree char *settled = settle_expression(object->name);
	text = clause_trimmed(pool, settled ? settled : object->name, NULL);
	while ((inside = clause_parenthesised(pool, text)))
		text = inside;
	object->name = object->identity = clause_is_call(text) ? pool_text(pool, text) : pool_printf(pool, "(%s)", text);
}

const struct kind index_key_kind = {
	.name = "index key", .key = "keys", .sql = "KEY", .size = sizeof(struct index_key), .part = true, .shape = PART_PLAIN,
	.attributes = key_attributes, .settle = settle_key, .parent_catalog = "pg_class",
	.from = "pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
		" CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[]) WITH ORDINALITY"
		" AS u(key, class, coll, option, position) JOIN pg_opclass o ON o.oid = u.class JOIN pg_namespace on_ ON on_.oid = o.opcnamespace"
		" JOIN pg_attribute x ON x.attrelid = i.indexrelid AND x.attnum = u.position"
		" LEFT JOIN pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = u.key AND u.key <> 0"
		" CROSS JOIN LATERAL (SELECT coalesce(t.atttypid, x.atttypid) AS atttypid, coalesce(t.attcollation, (SELECT y.typcollation FROM pg_type y"
		" WHERE y.oid = x.atttypid AND u.key = 0)) AS attcollation) a",
	.where = OWN " AND u.position <= i.indnkeyatts",
	/* pg_get_expr is three times cheaper, but prints all expressions of the index at once */
	.title = "CASE WHEN u.key <> 0 THEN t.attname::text WHEN array_length(array_positions(i.indkey::int2[], 0::int2), 1) = 1"
		 " THEN pg_get_expr(i.indexprs, i.indrelid) ELSE pg_get_indexdef(i.indexrelid, u.position::int, false) END",
	.parent = "i.indexrelid", .position = "u.position",
};
