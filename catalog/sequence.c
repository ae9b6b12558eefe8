/* CREATE, ALTER, DROP SEQUENCE, from pg_sequence and pg_class. */
#include "catalog/sequence.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct sequence, field)
static const struct attribute attributes[] = {
	{ "data_type", AT(type), "format_type(s.seqtypid, NULL)", .otherwise = "bigint", .clause = "AS %", .unset = "AS bigint" },
	{ "increment_by", AT(increment), "s.seqincrement", .otherwise = "1", .clause = "INCREMENT BY %", .form = FORM_NUMBER },
	{ "min_value", AT(minimum), "s.seqmin", .clause = "MINVALUE %", .unset = "NO MINVALUE", .form = FORM_NUMBER },
	{ "max_value", AT(maximum), "s.seqmax", .clause = "MAXVALUE %", .unset = "NO MAXVALUE", .form = FORM_NUMBER },
	{ "start_value", AT(start), "s.seqstart", .clause = "START WITH %", .form = FORM_NUMBER },
	{ "cache_value", AT(cache), "s.seqcache", .otherwise = "1", .clause = "CACHE %", .form = FORM_NUMBER },
	{ "cycle", AT(cycle), "s.seqcycle", .clause = "CYCLE", .unset = "NO CYCLE" },
	{ "unlogged", AT(unlogged), "c.relpersistence = 'u'", .since = PG(15) },
	{ "owner_table", AT(owner_table), "o.relname" },
	{ "owner_column", AT(owner_column), "a.attname" },
	{ "identity", AT(identity), "d.deptype = 'i'", .form = FORM_HIDDEN, .incidental = true },
	{ 0 }
};

static bool same(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

/* Limits and start that CREATE SEQUENCE takes when they are not said. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct sequence *sequence = (struct sequence *)object;
	bool down = sequence->increment && sequence->increment[0] == '-';
	const char *type = sequence->type ? sequence->type : "bigint";
	bool small = same(type, "smallint"), plain = same(type, "integer");
	const char *maximum = down ? "-1" : small ? "32767" : plain ? "2147483647" : "9223372036854775807";
	const char *minimum = !down ? "1" : small ? "-32768" : plain ? "-2147483648" : "-9223372036854775808";

	(void)snapshot;
	if (same(sequence->maximum, maximum))
		sequence->maximum = NULL;
	if (same(sequence->minimum, minimum))
		sequence->minimum = NULL;
	if (same(sequence->start, down ? sequence->maximum ? sequence->maximum : maximum : sequence->minimum ? sequence->minimum : minimum))
		sequence->start = NULL;
}

const struct kind sequence_kind = {
	.name = "sequence", .sql = "SEQUENCE", .size = sizeof(struct sequence), .attributes = attributes, .schema_key = true, .settle = settle,
	.catalog = "pg_class",
	.from = "pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
		" LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0"
		" AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"
		" LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
	.where = "c.relpersistence <> 't' AND c.oid >= 16384",
	.oid = "c.oid", .schema = "n.nspname", .title = "c.relname", .owner = "c.relowner", .privileges = "c.relacl",
	.rights = "rwU", .public_rights = "",
};
