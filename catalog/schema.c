/* CREATE, ALTER, DROP SCHEMA, from pg_namespace. */
#include "catalog/kinds.h"
#include "catalog/object.h"

static const struct attribute attributes[] = { { 0 } };

const struct kind schema_kind = {
	.name = "schema", .sql = "SCHEMA", .size = sizeof(struct object), .attributes = attributes,
	.catalog = "pg_namespace", .from = "pg_namespace n", .where = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
	.oid = "n.oid", .title = "n.nspname", .owner = "n.nspowner", .privileges = "n.nspacl", .rights = "UC", .public_rights = "",
};
