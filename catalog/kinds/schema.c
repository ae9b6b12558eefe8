/* CREATE, ALTER, DROP SCHEMA, from pg_namespace. */
#include "catalog/kinds/schema.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"

/* NULL for a schema of an extension. */
#define OWN(sql_) "CASE WHEN x.extname IS NULL THEN " sql_ " END"

#define AT(field) ATTRIBUTE_AT(struct schema, field)
static const struct attribute attributes[] = {
	{ "extension", AT(extension), "x.extname" },
	{ 0 },
};

static void settle(struct snapshot *snapshot, struct object *object)
{
	(void)snapshot;
	if (((struct schema *)object)->extension)
		object->comment = NULL;
}

static void need_extension(struct scan *scan)
{
	depend_add_extension(scan, ((const struct schema *)scan->object)->extension);
}

const struct kind schema_kind = {
	.name = "schema",
	.found_by = "name",
	.default_acl = "n",
	.traits = TRAIT_HOME,
	.sql = "SCHEMA",
	.size = sizeof(struct schema),
	.attributes = attributes,
	.settle = settle,
	.catalog = "pg_namespace",
	.from = "pg_namespace n LEFT JOIN (SELECT d.objid, e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid"
		" WHERE d.classid = 'pg_namespace'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') x "
		"ON x.objid = n.oid",
	.where = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
	.oid = "n.oid",
	.title = "n.nspname",
	.owner = OWN("n.nspowner"),
	.privileges = OWN("n.nspacl"),
	.rights = "UC",
	.public_rights = "",
	.needs = need_extension,
};
