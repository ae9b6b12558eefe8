/* Counts a database's rows, and checks that a later state still has them. */
#include "prove/rows_kept.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/registry.h"
#include "diff/remark.h"
#include "prove/ask.h"

struct kept_column {
	const char *number, *name, *type; /* name quoted */
	bool digested;			  /* its values are digested: of a type whose texts no plan changes */
	char *values, *digest;		  /* how many are not NULL; of all of them in order */
};

struct kept_table {
	const char *oid, *name; /* name qualified and quoted */
	bool partitioned, partition;
	GArray *columns; /* struct kept_column */
	long long rows;
};

struct kept {
	GPtrArray *tables; /* struct kept_table * */
	PGresult *columns; /* owns the texts */
};

/*
 * One row for each column; also one for a table without columns. A foreign table, also as a partition, is skipped, so that no other
 * server is contacted.
 */
static const char columns_sql[] =
	"SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname), c.relkind = 'p', c.relispartition, a.attnum, "
	"pg_catalog.quote_ident(a.attname),"
	" pg_catalog.format_type(a.atttypid, a.atttypmod), t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace AND t.typtype = "
	"'b' AND NOT EXISTS"
	" (SELECT FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typnamespace <> t.typnamespace)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = "
	"'' LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
	" WHERE (c.relkind = 'r' OR (c.relkind = 'p' AND NOT EXISTS (SELECT FROM pg_catalog.pg_partition_tree(c.oid) t JOIN "
	"pg_catalog.pg_class f ON f.oid = t.relid"
	" WHERE f.relkind = 'f'))) AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND n.nspname <> '" KEPT_SCHEMA
	"'"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND "
	"d.objid = c.oid AND d.deptype = 'e')"
	" ORDER BY 2, c.oid, a.attnum";

static void free_table(gpointer data)
{
	struct kept_table *table = data;

	for (guint i = 0; i < table->columns->len; i++) {
		g_free(g_array_index(table->columns, struct kept_column, i).values);
		g_free(g_array_index(table->columns, struct kept_column, i).digest);
	}
	g_array_unref(table->columns);
	g_free(table);
}

static void collect(struct kept *kept)
{
	struct kept_table *table = NULL;

	for (int i = 0; i < PQntuples(kept->columns); i++) {
		if (!table || strcmp(table->oid, PQgetvalue(kept->columns, i, 0)) != 0) {
			table = g_new0(struct kept_table, 1);
			*table = (struct kept_table){ PQgetvalue(kept->columns, i, 0), PQgetvalue(kept->columns, i, 1),
				*PQgetvalue(kept->columns, i, 2) == 't', *PQgetvalue(kept->columns, i, 3) == 't',
				g_array_new(false, false, sizeof(struct kept_column)), 0 };
			g_ptr_array_add(kept->tables, table);
		}
		const struct kept_column column = { PQgetvalue(kept->columns, i, 4), PQgetvalue(kept->columns, i, 5),
			PQgetvalue(kept->columns, i, 6), *PQgetvalue(kept->columns, i, 7) == 't', NULL, NULL };
		if (!PQgetisnull(kept->columns, i, 4))
			g_array_append_val(table->columns, column);
	}
}

enum { AT_ONCE = 500 }; /* columns of a query, which can have no more than 1664 */

static bool count_some(PGconn *connection, struct kept_table *table, guint first, GError **error)
{
	g_autoptr(GString) sql = g_string_new("SELECT count(*)");
	guint end = MIN(first + AT_ONCE, table->columns->len);

	for (guint i = first; i < end; i++) {
		const struct kept_column *column = &g_array_index(table->columns, struct kept_column, i);
		g_string_append_printf(sql, ", count(%s)", column->name);
		if (column->digested)
			g_string_append_printf(sql, ", md5(string_agg(%s::text, ',' ORDER BY %s::text COLLATE \"C\"))",
				column->name, column->name);
		else
			g_string_append(sql, ", ''");
	}
	g_string_append_printf(sql, " FROM %s%s", table->partitioned ? "" : "ONLY ", table->name);
	PGresult *result = ask(connection, "rows", sql->str, error);
	if (!result)
		return false;
	table->rows = atoll(PQgetvalue(result, 0, 0));
	for (guint i = first; i < end; i++) {
		struct kept_column *column = &g_array_index(table->columns, struct kept_column, i);
		column->values = g_strdup(PQgetvalue(result, 0, (int)(2 * (i - first) + 1)));
		column->digest = g_strdup(PQgetvalue(result, 0, (int)(2 * (i - first) + 2)));
	}
	PQclear(result);
	return true;
}

/* One query for each table, or for some: there is no other way to digest the values of all. */
static bool count(PGconn *connection, struct kept_table *table, GError **error)
{
	guint first = 0;

	do
		if (!count_some(connection, table, first, error))
			return false;
	while ((first += AT_ONCE) < table->columns->len);
	return true;
}

struct kept *kept_read(PGconn *connection, GError **error)
{
	struct kept *kept = g_new0(struct kept, 1);
	PGresult *settings = ask(connection, "rows", "SET row_security = off; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'", error);
	bool good = settings && (kept->columns = ask(connection, "rows", columns_sql, error));

	PQclear(settings);
	kept->tables = g_ptr_array_new_with_free_func(free_table);
	if (good)
		collect(kept);
	for (guint i = 0; good && i < kept->tables->len; i++)
		good = count(connection, kept->tables->pdata[i], error);
	if (!good)
		g_clear_pointer(&kept, kept_free);
	return kept;
}

void kept_free(struct kept *kept)
{
	if (!kept)
		return;
	g_ptr_array_unref(kept->tables);
	PQclear(kept->columns);
	g_free(kept);
}

static const struct kept_table *find(const struct kept *kept, const struct kept_table *like)
{
	const struct kept_table *named = NULL;

	for (guint i = 0; i < kept->tables->len; i++) {
		const struct kept_table *table = kept->tables->pdata[i];
		if (strcmp(table->oid, like->oid) == 0)
			return table;
		if (strcmp(table->name, like->name) == 0)
			named = table;
	}
	return named;
}

/* Whether it may have rows of what has become a partition of it. */
static bool has_grown(const struct kept_table *was, const struct kept_table *is)
{
	return is->partitioned && is->rows > was->rows;
}

/* A column of that name with another type may have been created next to the old one, and have replaced it. */
static const struct kept_column *find_column(
	const struct kept_table *table, const struct kept_table *of, const struct kept_column *like, bool beside)
{
	bool same = strcmp(table->oid, of->oid) == 0;
	const struct kept_column *successor = NULL;

	for (guint i = 0; i < table->columns->len; i++) {
		const struct kept_column *column = &g_array_index(table->columns, struct kept_column, i);
		bool named = strcmp(column->name, like->name) == 0;
		if (same ? strcmp(column->number, like->number) == 0 : named)
			return column;
		if (beside && named && strcmp(column->type, like->type) != 0)
			successor = column;
	}
	return successor;
}

/* Adds a problem with a subject, "column b of table public.t", unless a loss names it. */
static void complain(GPtrArray *problems, const GPtrArray *losses, char *subject, char *problem)
{
	if (!remarks_name(losses, subject))
		g_ptr_array_add(problems, g_strconcat(subject, problem, NULL));
	g_free(subject);
	g_free(problem);
}

static void compare_columns(const struct kept_table *a, const struct kept_table *b, const GPtrArray *losses, bool beside,
	GPtrArray *problems, GPtrArray *gone)
{
	for (guint i = 0; i < a->columns->len; i++) {
		const struct kept_column *was = &g_array_index(a->columns, struct kept_column, i),
					 *is = find_column(b, a, was, beside);
		if (!is)
			g_ptr_array_add(gone, g_strdup_printf("column %s of table %s", was->name, a->name));
		else if (atoll(is->values) < atoll(was->values))
			complain(problems, losses, g_strdup_printf("column %s of table %s", was->name, a->name),
				g_strdup_printf(" had %s values and has %s", was->values, is->values));
		else if (!has_grown(a, b) && was->digested && is->digested && strcmp(was->type, is->type) == 0 &&
			 strcmp(was->digest, is->digest) != 0)
			complain(problems, losses, g_strdup_printf("column %s of table %s", was->name, a->name),
				g_strdup(" has other values than before"));
	}
}

/* Counts the rows of a former partition that is now a separate table, or gone. */
static void count_partitions(const struct kept *before, const struct kept *after, long long *detached, long long *gone)
{
	*detached = *gone = 0;
	for (guint i = 0; i < before->tables->len; i++) {
		const struct kept_table *was = before->tables->pdata[i], *is = was->partition ? find(after, was) : NULL;
		if (was->partition && !was->partitioned && !is)
			*gone += was->rows;
		else if (is && !is->partition)
			*detached += is->rows;
	}
}

/* Compares a table whose partitions may have been detached; true where that accounts for all rows. */
static bool partitions_tell(const struct kept *before, const struct kept *after, const struct kept_table *was,
	const struct kept_table *is, GPtrArray *gone)
{
	long long rows = is ? is->rows : 0, detached, lost;

	if (!was->partitioned || rows >= was->rows)
		return false;
	count_partitions(before, after, &detached, &lost);
	if (rows + detached < was->rows && rows + detached + lost >= was->rows)
		g_ptr_array_add(gone, g_strdup_printf("a partition of table %s", was->name));
	return rows + detached + lost >= was->rows;
}

void kept_compare(const struct kept *before, const struct kept *after, const GPtrArray *losses, bool beside, GPtrArray *problems,
	GPtrArray *gone)
{
	for (guint i = 0; i < before->tables->len; i++) {
		const struct kept_table *was = before->tables->pdata[i], *is = find(after, was);
		/* rows of a partition are free to move to another one; their number is looked at where they meet */
		if (was->partition || !was->rows || (is && is->partition) || partitions_tell(before, after, was, is, gone))
			continue;
		if (!is)
			g_ptr_array_add(gone, g_strdup_printf("table %s", was->name));
		else if (is->rows < was->rows)
			complain(problems, losses, g_strdup_printf("table %s", was->name),
				g_strdup_printf(" had %lld rows and has %lld", was->rows, is->rows));
		else
			compare_columns(was, is, losses, beside, problems, gone);
	}
}

unsigned kept_tables(const struct kept *kept)
{
	unsigned count = 0;

	for (guint i = 0; i < kept->tables->len; i++) {
		const struct kept_table *table = kept->tables->pdata[i];
		count += !table->partitioned && table->rows;
	}
	return count;
}
