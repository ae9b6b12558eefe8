/* Columns of tables, views and materialized views, from pg_attribute and pg_attrdef. */
#include "catalog/kinds/column.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"

#define IDENTITY "CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END"
#define AT(field) ATTRIBUTE_AT(struct column, field)
static const struct attribute attributes[] = {
	{ "type", AT(type), "format_type(a.atttypid, a.atttypmod)", .refers = REFERS_TYPE, .required = true,
		.unless = "parent.definition", .blocks = true },
	{ "not_null", AT(not_null), "a.attnotnull", .required_with = "not_null_constraint" },
	{ "not_null_constraint.name", AT(not_null_constraint.name), "l.conname", .since = PG(18), .passing = true },
	{ "not_null_constraint.no_inherit", AT(not_null_constraint.no_inherit), "l.connoinherit", .since = PG(18) },
	{ "not_null_constraint.not_valid", AT(not_null_constraint.not_valid), "NOT l.convalidated", .since = PG(18) },
	{ "not_null_constraint.description", AT(not_null_constraint.comment), "l.description", .since = PG(18), .passing = true },
	{ "not_null_constraint.local", AT(not_null_constraint.local), .incidental = true },
	/* until completed: whether it is not local */
	{ "not_null_constraint.inherited", AT(not_null_constraint.inherited), "NOT l.conislocal", .since = PG(18),
		.passing = true },
	{ "default", AT(default_), "CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) END", .refers = REFERS_TEXT,
		.told_by = "serial" },
	{ "serial", AT(serial), .incidental = true, .not_with = "default|generated|identity" },
	{ "generated", AT(generated), "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END",
		.refers = REFERS_TEXT, .required_with = "virtual", .not_with = "default|identity.generated", .blocks = true },
	{ "virtual", AT(virtual), "a.attgenerated = 'v'", .since = PG(18) },
	/* since 17 a partition uses its parent's; before it had its own sequence */
	{ "identity.generated", AT(identity), "CASE WHEN NOT r.relispartition THEN " IDENTITY " END", .since = PG(17),
		.form = FORM_WORD, .words = "always|by default", .required_with = "identity.*", .not_with = "default" },
	{ "identity.generated", AT(identity), IDENTITY, .until = PG(17), .form = FORM_WORD },
	{ "identity.*", AT(identity_options), .form = FORM_MAP, .incidental = true, .map_of = &sequence_kind, .words = "sequence" },
	{ "collation", AT(collation), "CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END",
		.refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME, .blocks = true },
	{ "storage", AT(storage),
		"CASE WHEN a.attstorage <> y.typstorage AND r.relkind <> 'v' THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN "
		"'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END",
		.words = "plain|external|main|extended" },
	{ "compression", AT(compression), "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END", .since = PG(14),
		.words = "pglz|lz4" },
	{ "statistics", AT(statistics), "a.attstattarget", .otherwise = "-1", .form = FORM_NUMBER, .range = "0..10000" },
	{ "options", AT(options), "a.attoptions", .options = true, .ordered = true },
	{ "fdw_options", AT(fdw_options), "a.attfdwoptions", .options = true },
	{ "inherited", AT(inherited), "NOT a.attislocal" },
	{ "using", AT(using), .fragment = FRAGMENT_EXPRESSION, .incidental = true },
	{ 0 },
};
#undef AT
#define AT(field) ATTRIBUTE_AT(struct column_scratch, field)
static const struct attribute scratch[] = {
	{ "type", AT(type), "a.atttypid" },
	{ "collation", AT(collation), "a.attcollation" },
	{ 0 },
};

const struct kind column_kind = {
	.name = "column",
	.found_by = "regclass",
	.default_acl = "c",
	.target = "TABLE %P",
	.subject = "COLUMN %P.%I",
	.traits = TRAIT_HOLDS_FIELDS | TRAIT_HOLDS_VALUES | TRAIT_TYPED | TRAIT_MERGED,
	.spaces = SPACE_COLUMN,
	.key = "columns",
	.sql = "COLUMN",
	.size = sizeof(struct column),
	.part = true,
	.shape = PART_LIST,
	.attributes = attributes,
	.scratch = scratch,
	.scratch_size = sizeof(struct column_scratch),
	.change = CHANGE_IN_PLACE,
	.complete = not_null_complete,
	.catalog = "pg_class",
	.parent_catalog = "pg_class",
	.sub_object = true,
	.from = "pg_attribute a JOIN pg_class r ON r.oid = a.attrelid JOIN pg_type y ON y.oid = a.atttypid"
		" LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
		" LEFT JOIN (pg_constraint k LEFT JOIN pg_description e ON e.objoid = k.oid AND e.classoid = "
		"'pg_constraint'::regclass) l"
		" ON l.conrelid = a.attrelid AND l.conkey[1] = a.attnum AND l.contype = 'n'",
	/* system columns only if privileges were granted on them: they are reported as not describable */
	.where = "a.attrelid >= 16384 AND (a.attnum > 0 OR a.attacl IS NOT NULL) AND NOT a.attisdropped AND r.relkind IN ('r', "
		 "'p', 'f', 'v', 'm')",
	.oid = "a.attrelid",
	.title = "a.attname",
	.parent = "a.attrelid",
	.position = "a.attnum",
	.privileges = "a.attacl",
	.rights = "arwx",
	.public_rights = "",
	.no_owner_rights = true,
	.needs = depend_scan_merged,
};
