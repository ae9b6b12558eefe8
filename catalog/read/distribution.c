/* How tables are distributed by Citus. */
#include "catalog/read/distribution.h"

#include "catalog/read/reading_inside.h"

/*
 * Partitions are distributed like their table, and tables that Citus itself made local, for a foreign key, become so again: neither
 * is described. autoconverted exists since Citus 11.
 */
const char distribution_sql[] =
	"SELECT p.logicalrelid::oid, CASE p.partmethod WHEN 'n' THEN CASE WHEN p.repmodel = 't' THEN 'reference' WHEN p.colocationid = 0 THEN "
	"'local' ELSE 'single' END ELSE CASE p.partmethod WHEN 'h' THEN 'hash' WHEN 'r' THEN 'range' ELSE 'append' END || ' ' || "
	"column_to_column_name(p.logicalrelid, p.partkey) END,"
	" CASE p.partmethod WHEN 'h' THEN (SELECT count(*) FROM pg_dist_shard s WHERE s.logicalrelid = p.logicalrelid) END"
	" FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid"
	" WHERE NOT c.relispartition AND coalesce(to_jsonb(p) ->> 'autoconverted', 'false') = 'false'";

static void set(const struct reading *reading, struct object *table, const char *row, const char *value)
{
	const struct attribute *attribute = kind_attribute(table->kind, row);

	if (value && attribute)
		attribute_set_text(attribute, reading->pool, table, pool_text(reading->pool, value));
}

bool reading_take_distribution(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	struct object *table = reading_find(reading, reading_class(reading, "pg_class"), reading_number(row, 0));

	(void)kind, (void)error;
	if (table) {
		set(reading, table, "distribution.method", reading_field(row, 1));
		set(reading, table, "distribution.shards", reading_field(row, 2));
	}
	return true;
}
