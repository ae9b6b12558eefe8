/* CREATE, ALTER, DROP TYPE: enums, composite types and ranges, from pg_type, pg_enum, pg_attribute and pg_range. */
#include "catalog/kinds/type.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "sql/lexer.h"

#define TYPES "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname !~ '^pg_'"
#define TYPE_KIND \
	.key = "type", .sql = "TYPE", .schema_key = true, .catalog = "pg_type", .oid = "t.oid", .schema = "n.nspname", \
	.title = "t.typname", .owner = "t.typowner", .privileges = "t.typacl", .rights = "U", .public_rights = "U"

#define AT(field) ATTRIBUTE_AT(struct enumeration, field)
static const struct attribute enum_attributes[] = {
	{ "labels", AT(labels), "e.labels", .members = true, .empty = true, .distinct = true },
	{ "oldnames", AT(oldnames), .form = FORM_HIDDEN, .incidental = true },
	{ 0 },
};
#undef AT

const struct kind enum_kind = {
	.name = "enum",
	.found_by = "regtype",
	.default_acl = "T",
	.traits = TRAIT_TYPE | TRAIT_ASIDE,
	.spaces = SPACE_TYPE,
	TYPE_KIND,
	.size = sizeof(struct enumeration),
	.attributes = enum_attributes,
	.change = CHANGE_IN_PLACE,
	.mark = "labels",
	.from = TYPES
	" LEFT JOIN (SELECT enumtypid, array_agg(enumlabel ORDER BY enumsortorder) AS labels FROM pg_enum GROUP BY 1) e ON "
	"e.enumtypid = t.oid",
	.where = "t.typtype = 'e' AND t.oid >= 16384",
};

static const struct attribute composite_attributes[] = { { 0 } };
static const struct kind *const composite_parts[] = { &composite_attribute_kind, NULL };

const struct kind composite_kind = {
	.name = "composite",
	.found_by = "regtype",
	.default_acl = "T",
	.traits = TRAIT_RELATION | TRAIT_TYPE | TRAIT_HOLDS_VALUES | TRAIT_RUN | TRAIT_ASIDE,
	.spaces = SPACE_RELATION | SPACE_TYPE,
	TYPE_KIND,
	.size = sizeof(struct composite),
	.attributes = composite_attributes,
	.mark = "attributes",
	.parts = composite_parts,
	.from = TYPES,
	.where = "t.typtype = 'c' AND t.oid = ANY (ARRAY(SELECT reltype FROM pg_class WHERE relkind = 'c' AND oid >= 16384))",
};

#define AT(field) ATTRIBUTE_AT(struct composite_attribute, field)
static const struct attribute composite_attribute_attributes[] = {
	{ "type", AT(type), "format_type(a.atttypid, a.atttypmod)", .refers = REFERS_TYPE, .required = true, .blocks = true },
	{ "collation", AT(collation),
		"CASE WHEN a.attcollation <> (SELECT y.typcollation FROM pg_type y WHERE y.oid = a.atttypid) THEN "
		"a.attcollation::regcollation::text END",
		.refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME, .blocks = true },
	{ 0 },
};
#undef AT

/* Composite types are few: by an index, not from a scan of all columns. */
const struct kind composite_attribute_kind = {
	.name = "attribute",
	.subject = "COLUMN %P.%I",
	.traits = TRAIT_HOLDS_VALUES | TRAIT_TYPED,
	.spaces = SPACE_COLUMN,
	.key = "attributes",
	.sql = "ATTRIBUTE",
	.size = sizeof(struct composite_attribute),
	.part = true,
	.shape = PART_LIST,
	.attributes = composite_attribute_attributes,
	.change = CHANGE_IN_PLACE,
	.catalog = "pg_class",
	.parent_catalog = "pg_type",
	.sub_object = true,
	.from = "pg_class r CROSS JOIN LATERAL (SELECT * FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT "
		"a.attisdropped OFFSET 0) a",
	.where = "r.relkind = 'c' AND r.oid >= 16384",
	.oid = "a.attrelid",
	.title = "a.attname",
	.parent = "r.reltype",
	.position = "a.attnum",
};

#define AT(field) ATTRIBUTE_AT(struct range, field)
static const struct attribute range_attributes[] = {
	{ "subtype", AT(subtype), "format_type(r.rngsubtype, NULL)", .refers = REFERS_TYPE, .required = true },
	{ "subtype_opclass", AT(subtype_opclass),
		"CASE WHEN NOT o.opcdefault THEN quote_ident(os.nspname) || '.' || quote_ident(o.opcname) END",
		.refers = REFERS_TEXT, .only = &operator_class_kind, .fragment = FRAGMENT_NAME },
	{ "collation", AT(collation), "CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END",
		.refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME },
	{ "canonical", AT(canonical), "CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::text END", .refers = REFERS_ROUTINE },
	{ "subtype_diff", AT(subtype_diff), "CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END", .refers = REFERS_ROUTINE },
	{ "multirange", AT(multirange), "format_type(r.rngmultitypid, NULL)", .fragment = FRAGMENT_NAME, .since = PG(14),
		.required_with = "multirange_description", .passing = true, .untold = true },
	{ "multirange_description", AT(multirange_comment),
		"(SELECT d.description FROM pg_description d WHERE d.classoid = 'pg_type'::regclass AND d.objoid = r.rngmultitypid AND "
		"d.objsubid = 0)",
		.since = PG(14), .passing = true, .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT

/* The multirange may be in another schema. */
static void need_multirange_schema(struct scan *scan)
{
	const struct qualified *name = ((const struct range *)scan->object)->multirange;

	if (name)
		depend_add_schema(scan, object_schema_of(scan->object, name));
}

/* The access method of its SUBTYPE_OPCLASS. */
static const char *range_method(const struct object *range)
{
	(void)range;
	return "btree";
}

const struct kind range_kind = {
	.name = "range",
	.method = range_method,
	.found_by = "regtype",
	.default_acl = "T",
	.traits = TRAIT_TYPE | TRAIT_HOLDS_VALUES | TRAIT_RUN | TRAIT_ASIDE,
	.spaces = SPACE_TYPE,
	TYPE_KIND,
	.size = sizeof(struct range),
	.attributes = range_attributes,
	.mark = "subtype",
	.from = TYPES " JOIN pg_range r ON r.rngtypid = t.oid JOIN pg_type s ON s.oid = r.rngsubtype"
		      " JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace os ON os.oid = o.opcnamespace",
	.where = "t.oid >= 16384",
	.needs = need_multirange_schema,
};
