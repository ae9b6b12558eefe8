/* CREATE, ALTER, DROP EXTENSION, from pg_extension. An extension's owner cannot be changed, so it is not compared. */
#include "catalog/extension.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct extension, field)
static const struct attribute attributes[] = {
	{ "schema", AT(schema), "n.nspname" },
	{ "version", AT(version), "e.extversion" },
	{ "fixed", AT(fixed), "NOT e.extrelocatable", .form = FORM_HIDDEN, .incidental = true },
	{ "tableless", AT(tableless), "t.refobjid IS NULL", .form = FORM_HIDDEN, .incidental = true },
	{ 0 }
};

#define TABLES_OF_EXTENSIONS "SELECT DISTINCT d.refobjid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid" \
	" WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND c.relkind IN ('r', 'p')"

const struct kind extension_kind = {
	.name = "extension", .sql = "EXTENSION", .size = sizeof(struct extension), .attributes = attributes,
	.catalog = "pg_extension", .from = "pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace LEFT JOIN (" TABLES_OF_EXTENSIONS ") t ON t.refobjid = e.oid",
	.oid = "e.oid", .title = "e.extname",
};
