/* CREATE, ALTER, DROP PUBLICATION and SUBSCRIPTION. */
#include "catalog/kinds/publication.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct publication, field)
static const struct attribute attributes[] = {
	{ "all_tables", AT(all_tables), "p.puballtables", .change = CHANGE_RECREATE },
	{ "publish", AT(publish),
		"coalesce(nullif(array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' "
		"END,"
		" CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL), '{}'), '{none}')",
		.words = "insert|update|delete|truncate|none" },
	{ "publish_generated_columns", AT(generated_columns), "CASE p.pubgencols WHEN 's' THEN 'stored' END", .since = PG(18),
		.otherwise = "none", .words = "stored" },
	{ "publish_via_partition_root", AT(via_partition_root), "p.pubviaroot" },
	{ "schemas", AT(schemas),
		"(SELECT array_agg(n.nspname ORDER BY n.nspname) FROM pg_publication_namespace m JOIN pg_namespace n ON n.oid = "
		"m.pnnspid WHERE m.pnpubid = p.oid)",
		.since = PG(15) },
	{ 0 },
};
#undef AT
static const struct kind *const parts[] = { &publication_table_kind, NULL };

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct names *sorted(struct snapshot *snapshot, const struct names *names)
{
	size_t count = names ? names->count : 0;
	g_autofree const char **items = g_new(const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = names->items[i];
	qsort(items, count, sizeof(items[0]), compare_texts);
	return pool_names(snapshot_pool(snapshot), items, count);
}

/* The operations in the manual's order; all of them are the default. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	static const char *const operations[] = { "insert", "update", "delete", "truncate", "none" };
	struct publication *publication = (struct publication *)object;
	struct pool *pool = snapshot_pool(snapshot);
	const char *items[G_N_ELEMENTS(operations)];
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(operations); i++)
		for (size_t j = 0; publication->publish && j < publication->publish->count; j++)
			if (count < G_N_ELEMENTS(items) && strcmp(publication->publish->items[j], operations[i]) == 0)
				items[count++] = pool_text(pool, operations[i]);
	publication->publish = count == G_N_ELEMENTS(operations) - 1 ? NULL : pool_names(pool, items, count);
	publication->schemas = sorted(snapshot, publication->schemas);
}

/* Schemas are named bare. */
static void need_schemas(struct scan *scan)
{
	const struct names *schemas = ((const struct publication *)scan->object)->schemas;

	for (size_t i = 0; schemas && i < schemas->count; i++)
		depend_add_schema(scan, schemas->items[i]);
}

const struct kind publication_kind = {
	.name = "publication",
	.found_by = "name",
	.sql = "PUBLICATION",
	.size = sizeof(struct publication),
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.parts = parts,
	.settle = settle,
	.catalog = "pg_publication",
	.from = "pg_publication p",
	.oid = "p.oid",
	.title = "p.pubname",
	.owner = "p.pubowner",
	.needs = need_schemas,
};

#define AT(field) ATTRIBUTE_AT(struct publication_table, field)
static const struct attribute table_attributes[] = {
	{ "columns", AT(columns),
		"(SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = "
		"ANY (r.prattrs))",
		.since = PG(15), .refers = REFERS_COLUMNS },
	{ "where", AT(where), "pg_get_expr(r.prqual, r.prrelid)", .since = PG(15), .refers = REFERS_TEXT },
	{ 0 },
};
#undef AT

static void settle_table(struct snapshot *snapshot, struct object *object)
{
	((struct publication_table *)object)->columns = sorted(snapshot, ((struct publication_table *)object)->columns);
}

const struct kind publication_table_kind = {
	.name = "publication table",
	.traits = TRAIT_FOLLOWS_RENAMES,
	.name_is = FRAGMENT_NAME,
	.key = "tables",
	.sql = "TABLE",
	.size = sizeof(struct publication_table),
	.attributes = table_attributes,
	.fixed_name = true,
	.part = true,
	.shape = PART_MAP,
	.settle = settle_table,
	.catalog = "pg_publication_rel",
	.parent_catalog = "pg_publication",
	.opens_tables = true,
	.from = "pg_publication_rel r",
	.oid = "r.oid",
	.title = "r.prrelid::regclass::text",
	.parent = "r.prpubid",
	.needs = depend_scan_key,
};

const struct object *publication_relation(const struct snapshot *snapshot, const struct object *object)
{
	return object->kind == &publication_table_kind
		       ? snapshot_named_relation(snapshot, object, pool_qualified(snapshot_pool(snapshot), object->name))
		       : NULL;
}

/*
 * Only superusers may select subconninfo, and others must not even name it in a query: so the query is a text, which runs only
 * where permitted.
 */
#define CONNECTION \
	"CASE WHEN has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT') THEN" \
	" replace(replace(replace(substring(query_to_xml('SELECT subconninfo AS c FROM pg_catalog.pg_subscription WHERE oid = " \
	"' || s.oid, true, true, '')::text" \
	" FROM '<c>(.*)</c>'), '&lt;', '<'), '&gt;', '>'), '&amp;', '&') END"

#define AT(field) ATTRIBUTE_AT(struct subscription, field)
static const struct attribute subscription_attributes[] = {
	{ "connection", AT(connection), CONNECTION, .secrets = true },
	{ "publications", AT(publications), "s.subpublications", .required = true },
	{ "slot_name", AT(slot_name),
		"CASE WHEN s.subslotname IS NULL THEN 'none' WHEN s.subslotname <> s.subname THEN s.subslotname END" },
	{ "binary", AT(binary), "s.subbinary", .since = PG(14) },
	{ "streaming", AT(streaming), "CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END",
		.since = PG(16), .newer = "parallel", .newer_since = PG(16), .words = "off|on|parallel" },
	{ "streaming", AT(streaming), "CASE WHEN s.substream THEN 'on' ELSE 'off' END", .since = PG(14), .until = PG(16) },
	{ "synchronous_commit", AT(synchronous_commit), "s.subsynccommit", .otherwise = "off",
		.words = "on|local|remote_write|remote_apply" },
	{ "two_phase", AT(two_phase), "s.subtwophasestate <> 'd'", .since = PG(15) },
	{ "disable_on_error", AT(disable_on_error), "s.subdisableonerr", .since = PG(15) },
	{ "password_required", AT(password_required), "CASE WHEN NOT s.subpasswordrequired THEN 'false' END", .since = PG(16),
		.otherwise = "true", .words = "false", .form = FORM_BARE },
	{ "run_as_owner", AT(run_as_owner), "s.subrunasowner", .since = PG(16) },
	{ "origin", AT(origin), "s.suborigin", .since = PG(16), .otherwise = "any", .words = "none" },
	{ "failover", AT(failover), "s.subfailover", .since = PG(17) },
	{ 0 },
};

static void settle_subscription(struct snapshot *snapshot, struct object *object)
{
	((struct subscription *)object)->publications = sorted(snapshot, ((struct subscription *)object)->publications);
}

/* Whether it is enabled, and how far it is, is not schema. */
const struct kind subscription_kind = {
	.name = "subscription",
	.sql = "SUBSCRIPTION",
	.size = sizeof(struct subscription),
	.attributes = subscription_attributes,
	.change = CHANGE_IN_PLACE,
	.settle = settle_subscription,
	.catalog = "pg_subscription",
	.from = "pg_subscription s JOIN pg_database d ON d.oid = s.subdbid",
	.where = "d.datname = current_database()",
	.oid = "s.oid",
	.title = "s.subname",
	.owner = "s.subowner",
};
