/* CREATE, ALTER, DROP CONVERSION, from pg_conversion. */
#include "catalog/kinds/conversion.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct conversion, field)
static const struct attribute attributes[] = {
	{ "source_encoding", AT(source_encoding), "pg_encoding_to_char(c.conforencoding)", .required = true },
	{ "dest_encoding", AT(dest_encoding), "pg_encoding_to_char(c.contoencoding)", .required = true },
	{ "function", AT(function), "c.conproc::regproc::text", .refers = REFERS_ROUTINE, .required = true },
	{ "default", AT(default_), "c.condefault" },
	{ 0 },
};

const struct kind conversion_kind = {
	.name = "conversion",
	.sql = "CONVERSION",
	.size = sizeof(struct conversion),
	.attributes = attributes,
	.schema_key = true,
	.catalog = "pg_conversion",
	.from = "pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace",
	.where = "c.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.conname",
	.owner = "c.conowner",
};
