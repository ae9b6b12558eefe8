/* CREATE, ALTER, DROP EXTENSION, from pg_extension. An extension's owner cannot be changed, so it is not compared. */
#include "catalog/extension.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct extension, field)
static const struct attribute attributes[] = {
	{ "schema", AT(schema), "n.nspname" },
	{ "version", AT(version), "e.extversion" },
	{ "fixed", AT(fixed), "NOT e.extrelocatable", .form = FORM_HIDDEN, .incidental = true },
	{ 0 }
};

const struct kind extension_kind = {
	.name = "extension", .sql = "EXTENSION", .size = sizeof(struct extension), .attributes = attributes,
	.catalog = "pg_extension", .from = "pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace",
	.oid = "e.oid", .title = "e.extname",
};
