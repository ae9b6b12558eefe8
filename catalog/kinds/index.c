/* CREATE, ALTER, DROP INDEX, from pg_index, pg_class and pg_opclass, keys aside. */
#include "catalog/kinds/index.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/snapshot.h"
#include "sql/quote.h"

#define AT(field) ATTRIBUTE_AT(struct index, field)
static const struct attribute attributes[] = {
	{ "unique", AT(unique), "i.indisunique" },
	{ "access_method", AT(access_method), "m.amname", .otherwise = "btree" },
	{ "include", AT(include),
		"CASE WHEN i.indnatts > i.indnkeyatts THEN i.indrelid || ' ' || (i.indkey::int2[])[i.indnkeyatts:i.indnatts - "
		"1]::text END",
		.columns = true, .refers = REFERS_COLUMNS },
	{ "nulls_not_distinct", AT(nulls_not_distinct), "i.indnullsnotdistinct", .since = PG(15) },
	{ "predicate", AT(predicate), "pg_get_expr(i.indpred, i.indrelid)", .refers = REFERS_TEXT },
	{ "options", AT(options), "c.reloptions", .options = true, .ordered = true, .change = CHANGE_IN_PLACE },
	{ "tablespace", AT(tablespace), "s.spcname", .change = CHANGE_IN_PLACE },
	{ "attached_to", AT(attached_to), "h.inhparent::regclass::text", .fragment = FRAGMENT_NAME, .change = CHANGE_IN_PLACE },
	{ "only", AT(only), "NOT i.indisvalid", .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT
#define AT(field) ATTRIBUTE_AT(struct index_scratch, field)
static const struct attribute scratch[] = {
	{ "keys", AT(keys),
		"i.indnkeyatts || '|' || i.indkey::text || '|' || i.indclass::text || '|' || i.indcollation::text || '|' || "
		"i.indoption::text" },
	/* pg_get_expr is three times cheaper than pg_get_indexdef, but prints all expressions of the index at once */
	{ "expressions", AT(expressions),
		"CASE WHEN i.indexprs IS NOT NULL THEN CASE WHEN array_length(array_positions(i.indkey::int2[], 0::int2), 1) = 1"
		" THEN ARRAY[pg_get_expr(i.indexprs, i.indrelid)] ELSE (SELECT array_agg(pg_get_indexdef(i.indexrelid, k, false) "
		"ORDER BY k)"
		" FROM generate_series(1, i.indnkeyatts) k WHERE i.indkey[k - 1] = 0) END END",
		.refers = REFERS_TEXT },
	/* type, collation of the type, statistics target of each key */
	{ "expression_types", AT(expression_types),
		"CASE WHEN i.indexprs IS NOT NULL THEN (SELECT array_agg(x.atttypid || ' ' || (SELECT y.typcollation FROM pg_type "
		"y WHERE y.oid = x.atttypid)"
		" || ' ' || coalesce(x.attstattarget::int, -1) ORDER BY x.attnum) FROM pg_attribute x WHERE x.attrelid = "
		"i.indexrelid AND x.attnum <= i.indnkeyatts) END" },
	/* parameters of operator classes, which btree and hash have none of: number of the key, name=value */
	{ "class_options", AT(class_options),
		"CASE WHEN m.amname NOT IN ('btree', 'hash') THEN (SELECT array_agg(x.attnum || ' ' || p) FROM pg_attribute x, "
		"unnest(x.attoptions) p"
		" WHERE x.attrelid = i.indexrelid AND p !~ '^pg_attver=') END" },
	{ 0 },
};
#undef AT
static const struct kind *const parts[] = { &index_key_kind, NULL };

/*
 * An invalid index is the remains of a failed CREATE INDEX CONCURRENTLY, unless it is of a partitioned table: then a partition
 * lacks it.
 */
#define OWN \
	"i.indrelid >= 16384 AND (i.indisvalid OR c.relkind = 'I') AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = " \
	"i.indexrelid AND k.contype IN ('p', 'u', 'x'))"

const struct kind index_kind = {
	.name = "index",
	.subject = "INDEX %O",
	.traits = TRAIT_RELATION | TRAIT_INDEX | TRAIT_FOLLOWS_RENAMES,
	.spaces = SPACE_RELATION,
	.key = "indexes",
	.sql = "INDEX",
	.size = sizeof(struct index),
	.part = true,
	.shape = PART_MAP,
	.attributes = attributes,
	.scratch = scratch,
	.scratch_size = sizeof(struct index_scratch),
	.parts = parts,
	.catalog = "pg_class",
	.parent_catalog = "pg_class",
	.opens_tables = true,
	.from = "pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
		" LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid",
	.where = OWN,
	.oid = "i.indexrelid",
	.title = "c.relname",
	.parent = "i.indrelid",
};

const struct qualified *index_attached_to(const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "attached_to");

	return row ? attribute_qualified(row, object) : NULL;
}

const struct object *index_attached_above(const struct snapshot *snapshot, const struct object *index)
{
	static const struct kind *const indexed[] = { &index_kind, &primary_key_kind, &unique_kind, &exclusion_kind };
	const struct qualified *above = index_attached_to(index);
	const struct object *table = above ? table_parent(snapshot, index->parent) : NULL;

	for (size_t k = 0; table && k < G_N_ELEMENTS(indexed); k++) {
		struct parts found = object_parts(table, indexed[k]);
		for (size_t i = 0; i < found.count; i++)
			if (above->schema == table->schema && above->name == found.items[i]->name)
				return found.items[i];
	}
	return NULL;
}

const struct object *object_index(const struct object *relation, const char *name)
{
	const struct object *index = NULL;

	for (size_t k = 0; !index && relation->kind->parts && relation->kind->parts[k]; k++)
		index = kind_is(relation->kind->parts[k], TRAIT_INDEX) ? object_part(relation, relation->kind->parts[k], name)
								       : NULL;
	return index;
}
