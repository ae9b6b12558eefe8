/* CREATE, ALTER, DROP STATISTICS, from pg_statistic_ext. */
#include "catalog/kinds/statistics.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/snapshot.h"

enum { ALL_KINDS = 3 };

/* Statistics of expressions only have one kind, which no statement names; all three are the default. */
#define KINDS_OF \
	"array_remove(ARRAY[CASE WHEN 'f' = ANY(s.stxkind) THEN 'dependencies' END, CASE WHEN 'm' = ANY(s.stxkind) THEN 'mcv' " \
	"END," \
	" CASE WHEN 'd' = ANY(s.stxkind) THEN 'ndistinct' END], NULL)"

#define AT(field) ATTRIBUTE_AT(struct statistics, field)
static const struct attribute attributes[] = {
	{ "table", AT(table),
		"CASE WHEN c.relnamespace = s.stxnamespace THEN quote_ident(c.relname) ELSE c.oid::regclass::text END",
		.refers = REFERS_RELATION, .required = true },
	{ "columns", AT(columns),
		"(SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = "
		"ANY (s.stxkeys))",
		.refers = REFERS_COLUMNS, .required = true, .unless = "expressions" },
	{ "expressions", AT(expressions), "pg_get_statisticsobjdef_expressions(s.oid)", .since = PG(14), .refers = REFERS_TEXT },
	{ "kinds", AT(kinds), KINDS_OF, .words = "dependencies|mcv|ndistinct" },
	{ "target", AT(target), "s.stxstattarget", .otherwise = "-1", .form = FORM_NUMBER, .range = "0..10000",
		.clause = "SET STATISTICS %" },
	{ 0 },
};

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct names *sorted(struct pool *pool, const struct names *names)
{
	size_t count = names ? names->count : 0;
	g_autofree const char **items = g_new(const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = names->items[i];
	qsort(items, count, sizeof(items[0]), compare_texts);
	return pool_names(pool, items, count);
}

/* The server begins some, CASE for one, on a new line. */
static const struct names *trimmed(struct pool *pool, const struct names *names)
{
	size_t count = names ? names->count : 0;
	g_autofree const char **items = g_new(const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = clause_trimmed(pool, names->items[i], NULL);
	return pool_names(pool, items, count);
}

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct statistics *statistics = (struct statistics *)object;

	statistics->columns = sorted(snapshot_pool(snapshot), statistics->columns);
	statistics->expressions = trimmed(snapshot_pool(snapshot), statistics->expressions);
	statistics->kinds = sorted(snapshot_pool(snapshot), statistics->kinds);
	if (statistics->kinds && statistics->kinds->count == ALL_KINDS)
		statistics->kinds = NULL;
}

const struct kind statistics_kind = {
	.name = "statistics",
	.traits = TRAIT_FOLLOWS_RENAMES,
	.sql = "STATISTICS",
	.size = sizeof(struct statistics),
	.attributes = attributes,
	.schema_key = true,
	.settle = settle,
	.catalog = "pg_statistic_ext",
	.opens_tables = true,
	.from = "pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = s.stxnamespace",
	.where = "s.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "s.oid",
	.schema = "n.nspname",
	.title = "s.stxname",
	.owner = "s.stxowner",
};

const struct object *statistics_relation(const struct snapshot *snapshot, const struct object *object)
{
	return object->kind == &statistics_kind
		       ? snapshot_named_relation(snapshot, object, ((const struct statistics *)object)->table)
		       : NULL;
}
