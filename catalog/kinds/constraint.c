/* CHECK, PRIMARY KEY, UNIQUE, EXCLUDE and FOREIGN KEY of tables, from pg_constraint and pg_index. */
#include "catalog/kinds/constraint.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/operator.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "catalog/snapshot.h"

#define CONSTRAINT_KIND \
	.sql = "CONSTRAINT", .part = true, .shape = PART_MAP, .catalog = "pg_constraint", .parent_catalog = "pg_class", \
	.oid = "k.oid", .title = "k.conname", .parent = "k.conrelid"

#define AT(field) ATTRIBUTE_AT(struct check, field)
static const struct attribute check_attributes[] = {
	{ "expression", AT(expression), "pg_get_expr(k.conbin, k.conrelid)", .refers = REFERS_TEXT, .required = true },
	{ "not_valid", AT(not_valid), "NOT k.convalidated AND k.conenforced", .since = PG(18), .change = CHANGE_TO_ABSENT },
	{ "not_valid", AT(not_valid), "NOT k.convalidated", .until = PG(18) },
	{ "not_enforced", AT(not_enforced), "NOT k.conenforced", .since = PG(18) },
	{ "no_inherit", AT(no_inherit), "k.connoinherit" },
	{ "inherited", AT(inherited), "NOT k.conislocal", .change = CHANGE_IGNORE },
	{ 0 },
};
#undef AT

/* pg_get_expr begins CASE on a new line. */
static void settle_check(struct snapshot *snapshot, struct object *object)
{
	struct check *check = (struct check *)object;

	if (check->expression)
		check->expression = clause_trimmed(snapshot_pool(snapshot), check->expression, NULL);
}

static bool same_columns(const struct names *a, const struct names *b)
{
	if (!a || !b || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!names_have(b, a->items[i]))
			return false;
	return true;
}

static const struct kind *const uniques[] = { &primary_key_kind, &unique_kind, &index_kind };

bool foreign_key_can_use(const struct object *part, const struct names *columns)
{
	bool unique = false;

	for (size_t k = 0; k < G_N_ELEMENTS(uniques); k++)
		unique = unique || part->kind == uniques[k];
	if (!unique)
		return false;
	return kind_is(part->kind, TRAIT_CONSTRAINT) ? same_columns(((const struct key_constraint *)part)->columns, columns)
						     : index_is_key(part, columns);
}

/* The unique constraints and indexes to which a foreign key may refer: it is one of those with the same columns. */
static void need_unique(struct scan *scan, const struct object *table, const struct names *columns)
{
	for (size_t k = 0; k < G_N_ELEMENTS(uniques); k++) {
		struct parts parts = object_parts(table, uniques[k]);
		for (size_t i = 0; i < parts.count; i++)
			if (foreign_key_can_use(parts.items[i], columns))
				depend_add(scan->depend, scan->object, parts.items[i]);
	}
}

/* A foreign key depends on the referenced columns, and on their unique constraint or index. */
static void need_referenced(struct scan *scan)
{
	struct depend *depend = scan->depend;
	const struct foreign_key *key = (const struct foreign_key *)scan->object;
	const struct object *table = foreign_key_referenced(depend->snapshot, key);

	if (!table || table->kind != &table_kind)
		return;
	depend_add(depend, scan->object, table);
	for (size_t i = 0; key->referenced_columns && i < key->referenced_columns->count; i++)
		depend_add(depend, scan->object, object_part(table, &column_kind, key->referenced_columns->items[i]));
	need_unique(scan, table, key->referenced_columns);
}

static void need_classes(struct scan *scan)
{
	const struct names *columns = ((const struct key_constraint *)scan->object)->columns;

	for (size_t i = 0; columns && i < columns->count; i++)
		operator_class_add_defaults(scan, scan->object->parent, columns->items[i]);
}

const struct kind check_kind = {
	.name = "check constraint",
	.subject = "CONSTRAINT %I ON %P",
	.traits = TRAIT_CONSTRAINT | TRAIT_FOLLOWS_RENAMES | TRAIT_MERGED,
	.spaces = SPACE_CONSTRAINT,
	.key = "check_constraints",
	CONSTRAINT_KIND,
	.size = sizeof(struct check),
	.attributes = check_attributes,
	.settle = settle_check,
	.opens_tables = true,
	.from = "pg_constraint k",
	.where = "k.contype = 'c' AND k.conrelid >= 16384",
	.needs = depend_scan_merged,
};

/* INITIALLY DEFERRED implies DEFERRABLE, as in the server. */
static void settle_key(struct snapshot *snapshot, struct object *object)
{
	struct key_constraint *key = (struct key_constraint *)object;

	(void)snapshot;
	key->deferrable |= key->deferred;
}

#define AT(field) ATTRIBUTE_AT(struct key_constraint, field)
static const struct attribute key_attributes[] = {
	{ "columns", AT(columns), "k.conrelid || ' ' || k.conkey::text", .columns = true, .refers = REFERS_COLUMNS,
		.required = true },
	{ "include", AT(include),
		"CASE WHEN i.indnatts > i.indnkeyatts THEN k.conrelid || ' ' || (i.indkey::int2[])[i.indnkeyatts:i.indnatts - "
		"1]::text END",
		.columns = true, .refers = REFERS_COLUMNS },
	{ "nulls_not_distinct", AT(nulls_not_distinct), "i.indnullsnotdistinct", .since = PG(15) },
	{ "without_overlaps", AT(without_overlaps), "k.conperiod", .since = PG(18) },
	{ "deferrable", AT(deferrable), "k.condeferrable" },
	{ "deferred", AT(deferred), "k.condeferred" },
	{ "options", AT(options), "c.reloptions", .options = true, .ordered = true, .change = CHANGE_IN_PLACE },
	{ "tablespace", AT(tablespace), "s.spcname", .change = CHANGE_IN_PLACE },
	{ "attached_to", AT(attached_to), "h.inhparent::regclass::text", .fragment = FRAGMENT_NAME, .change = CHANGE_IN_PLACE },
	{ "only", AT(only), "NOT i.indisvalid AND c.relkind = 'I'", .change = CHANGE_IN_PLACE },
	{ "access_method", AT(access_method), .otherwise = "btree", .incidental = true },
	{ "index_description", AT(index_comment), .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT
#define KEYS \
	"pg_constraint k JOIN pg_index i ON i.indexrelid = k.conindid JOIN pg_class c ON c.oid = k.conindid" \
	" LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_inherits h ON h.inhrelid = k.conindid"

const struct kind primary_key_kind = {
	.name = "primary key",
	.subject = "CONSTRAINT %I ON %P",
	.traits = TRAIT_RELATION | TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FOLLOWS_RENAMES,
	.spaces = SPACE_RELATION | SPACE_CONSTRAINT,
	.key = "primary_key",
	CONSTRAINT_KIND,
	.size = sizeof(struct key_constraint),
	.attributes = key_attributes,
	.settle = settle_key,
	.index = "k.conindid",
	.from = KEYS,
	.where = "k.contype = 'p' AND k.conrelid >= 16384",
	.needs = need_classes,
};

const struct kind unique_kind = {
	.name = "unique constraint",
	.subject = "CONSTRAINT %I ON %P",
	.traits = TRAIT_RELATION | TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FOLLOWS_RENAMES,
	.spaces = SPACE_RELATION | SPACE_CONSTRAINT,
	.key = "unique_constraints",
	CONSTRAINT_KIND,
	.size = sizeof(struct key_constraint),
	.attributes = key_attributes,
	.settle = settle_key,
	.index = "k.conindid",
	.from = KEYS,
	.where = "k.contype = 'u' AND k.conrelid >= 16384",
	.needs = need_classes,
};

#define AT(field) ATTRIBUTE_AT(struct exclusion, field)
static const struct attribute exclusion_attributes[] = {
	{ "definition", AT(definition), "pg_get_constraintdef(k.oid)", .refers = REFERS_TEXT, .fragment = FRAGMENT_CLAUSE,
		.required = true },
	{ "tablespace", AT(tablespace), "s.spcname", .change = CHANGE_IN_PLACE },
	{ "attached_to", AT(attached_to), "h.inhparent::regclass::text", .fragment = FRAGMENT_NAME, .change = CHANGE_IN_PLACE },
	/* position of the key, target */
	{ "statistics", AT(statistics),
		"(SELECT array_agg(x.attnum || '=' || x.attstattarget) FROM pg_attribute x WHERE x.attrelid = k.conindid AND "
		"x.attstattarget >= 0)",
		.options = true, .form = FORM_NUMBER, .change = CHANGE_IN_PLACE },
	{ "index_description", AT(index_comment), .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT

const struct kind exclusion_kind = {
	.name = "exclusion constraint",
	.subject = "CONSTRAINT %I ON %P",
	.traits = TRAIT_RELATION | TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FOLLOWS_RENAMES,
	.spaces = SPACE_RELATION | SPACE_CONSTRAINT,
	.key = "exclude_constraints",
	CONSTRAINT_KIND,
	.size = sizeof(struct exclusion),
	.attributes = exclusion_attributes,
	.index = "k.conindid",
	.opens_tables = true,
	.from = "pg_constraint k JOIN pg_class c ON c.oid = k.conindid LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace"
		" LEFT JOIN pg_inherits h ON h.inhrelid = k.conindid",
	.where = "k.contype = 'x' AND k.conrelid >= 16384",
};

static void settle_foreign_key(struct snapshot *snapshot, struct object *object)
{
	struct foreign_key *key = (struct foreign_key *)object;

	(void)snapshot;
	key->deferrable |= key->deferred;
}

#define ACTION(column) \
	"CASE k." column \
	" WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END"
#define AT(field) ATTRIBUTE_AT(struct foreign_key, field)
static const struct attribute foreign_key_attributes[] = {
	{ "columns", AT(columns), "k.conrelid || ' ' || k.conkey::text", .columns = true, .refers = REFERS_COLUMNS,
		.required = true },
	{ "references.columns", AT(referenced_columns), "k.confrelid || ' ' || k.confkey::text", .columns = true,
		.required = true },
	{ "references.schema", AT(referenced_schema), "n.nspname" },
	{ "references.table", AT(referenced_table), "c.relname", .required = true },
	{ "on_update", AT(on_update), ACTION("confupdtype"), .otherwise = "no action",
		.words = "restrict|cascade|set null|set default" },
	{ "on_delete", AT(on_delete), ACTION("confdeltype"), .otherwise = "no action",
		.words = "restrict|cascade|set null|set default", .required_with = "on_delete_columns" },
	{ "on_delete_columns", AT(on_delete_columns), "k.conrelid || ' ' || k.confdelsetcols::text", .columns = true,
		.since = PG(15), .refers = REFERS_COLUMNS },
	{ "match", AT(match), "CASE k.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END", .otherwise = "simple",
		.words = "full|partial" },
	{ "deferrable", AT(deferrable), "k.condeferrable", .change = CHANGE_IN_PLACE },
	{ "deferred", AT(deferred), "k.condeferred", .change = CHANGE_IN_PLACE },
	{ "not_valid", AT(not_valid), "NOT k.convalidated AND k.conenforced", .since = PG(18), .change = CHANGE_TO_ABSENT },
	{ "not_valid", AT(not_valid), "NOT k.convalidated", .until = PG(18) },
	{ "not_enforced", AT(not_enforced), "NOT k.conenforced", .since = PG(18) },
	{ "period", AT(period), "k.conperiod", .since = PG(18) },
	{ 0 },
};

/* conparentid: the copies of a partitioned table's key on partitions are not separate constraints. */
const struct kind foreign_key_kind = {
	.name = "foreign key",
	.subject = "CONSTRAINT %I ON %P",
	.traits = TRAIT_CONSTRAINT | TRAIT_FOLLOWS_RENAMES | TRAIT_IDLE,
	.spaces = SPACE_CONSTRAINT,
	.key = "foreign_keys",
	CONSTRAINT_KIND,
	.size = sizeof(struct foreign_key),
	.attributes = foreign_key_attributes,
	.settle = settle_foreign_key,
	.from = "pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace",
	.where = "k.contype = 'f' AND k.conrelid >= 16384 AND k.conparentid = 0",
	.needs = need_referenced,
};

bool foreign_key_is_internal(const struct object *object)
{
	const struct foreign_key *key = (const struct foreign_key *)object;

	return ((const struct table *)object->parent)->partition_by && key->referenced_table == object->parent->name &&
	       key->referenced_schema == object->schema;
}

const struct names *primary_key_columns(const struct object *table)
{
	struct parts keys = object_parts(table, &primary_key_kind);

	return keys.count ? ((const struct key_constraint *)keys.items[0])->columns : NULL;
}

const struct foreign_key *foreign_key_of(const struct object *object)
{
	return object->kind == &foreign_key_kind ? (const struct foreign_key *)object : NULL;
}

const struct object *foreign_key_referenced(const struct snapshot *snapshot, const struct foreign_key *key)
{
	return snapshot_relation(snapshot, key->referenced_schema, key->referenced_table);
}

const struct foreign_key *foreign_key_at(const struct snapshot *snapshot, size_t i)
{
	struct objects keys = snapshot_objects(snapshot, &foreign_key_kind);

	return i < keys.count ? foreign_key_of(keys.items[i]) : NULL;
}
