/* Generates rows for every table of a database. */
#include "prove/rows_make.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/read/sent.h"
#include "prove/ask.h"
#include "prove/rows_candidates.h"

enum { ROWS = 3, TRIES = 400 };

/* Replication applies rows without triggers, rules and foreign keys; those that act all the same are the schema's own wish. */
static const char settings[] =
	"SET session_replication_role = replica; SET statement_timeout = '5s'; SET synchronous_commit = off; SET "
	"standard_conforming_strings = on; SET TimeZone = 'UTC';"
	" SET DateStyle = 'ISO'";

static const char tables_sql[] =
	"SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.pg_get_partition_constraintdef(c.oid)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND "
	"d.objid = c.oid AND d.deptype = 'e')"
	" ORDER BY 2";

static const char columns_sql[] =
	"SELECT a.attrelid, pg_catalog.quote_ident(a.attname), a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod), NOT "
	"a.attnotnull AND NOT t.typnotnull"
	" FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_type t ON t.oid = "
	"a.atttypid"
	" WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attrelid, a.attnum";

/* Those of a table, and those of the domains of its columns, with the column in place of VALUE. */
static const char conditions_sql[] =
	"SELECT conrelid, conname, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE contype = 'c' AND "
	"conrelid <> 0"
	" UNION ALL SELECT a.attrelid, k.conname, replace(pg_catalog.pg_get_constraintdef(k.oid), 'VALUE', "
	"pg_catalog.quote_ident(a.attname))"
	" FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_attribute a ON a.atttypid = k.contypid JOIN pg_catalog.pg_class c ON "
	"c.oid = a.attrelid"
	" WHERE k.contype = 'c' AND k.contypid <> 0 AND c.relkind = 'r' ORDER BY 1, 2";

/* One statement for each foreign key that deletes rows without a referenced row. */
static const char orphans_sql[] =
	"SELECT pg_catalog.format('DELETE FROM ONLY %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)', "
	"k.conrelid::pg_catalog.regclass,"
	" string_agg(pg_catalog.format('c.%I IS NOT NULL', a.attname), ' AND '), k.confrelid::pg_catalog.regclass, "
	"string_agg(pg_catalog.format('c.%I = p.%I', a.attname, b.attname), ' AND '))"
	" FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid, unnest(k.conkey, k.confkey) AS u (x, "
	"y),"
	" pg_catalog.pg_attribute a, pg_catalog.pg_attribute b"
	" WHERE k.contype = 'f' AND t.relkind = 'r' AND a.attrelid = k.conrelid AND a.attnum = u.x AND b.attrelid = k.confrelid "
	"AND b.attnum = u.y"
	" GROUP BY k.oid, k.conrelid, k.confrelid ORDER BY k.conrelid, k.oid";

static void free_table(gpointer data)
{
	struct row_table *table = data;

	for (guint i = 0; i < table->columns->len; i++)
		g_ptr_array_unref(g_array_index(table->columns, struct row_column, i).candidates);
	for (guint i = 0; i < table->conditions->len; i++)
		g_array_unref(g_array_index(table->conditions, struct row_condition, i).columns);
	g_array_unref(table->columns);
	g_array_unref(table->conditions);
	g_free(table->problem);
	g_free(table);
}

static void add_condition(struct row_table *table, const char *name, const char *text)
{
	struct row_condition condition = { name, text, g_array_new(false, false, sizeof(guint)) };

	rows_condition_columns(table, &condition);
	g_array_append_val(table->conditions, condition);
}

static void collect(struct rows *rows)
{
	PGresult *tables = rows->results[1], *columns = rows->results[2], *conditions = rows->results[3];
	g_autoptr(GHashTable) by_oid = g_hash_table_new(g_str_hash, g_str_equal);

	rows->tables = g_ptr_array_new_with_free_func(free_table);
	for (int i = 0; i < PQntuples(tables); i++) {
		struct row_table *table = g_new0(struct row_table, 1);
		table->oid = PQgetvalue(tables, i, 0);
		table->name = PQgetvalue(tables, i, 1);
		table->columns = g_array_new(false, false, sizeof(struct row_column));
		table->conditions = g_array_new(false, false, sizeof(struct row_condition));
		g_ptr_array_add(rows->tables, table);
		g_hash_table_insert(by_oid, (gpointer)table->oid, table);
	}
	for (int i = 0; i < PQntuples(columns); i++) {
		struct row_table *table = g_hash_table_lookup(by_oid, PQgetvalue(columns, i, 0));
		const struct row_column column = {
			.name = PQgetvalue(columns, i, 1),
			.type = PQgetvalue(columns, i, 2),
			.typed = PQgetvalue(columns, i, 3),
			.nullable = *PQgetvalue(columns, i, 4) == 't',
			.candidates = table ? g_ptr_array_new_with_free_func(g_free) : NULL,
		};
		if (table)
			g_array_append_val(table->columns, column);
	}
	for (int i = 0; i < PQntuples(conditions); i++) {
		struct row_table *table = g_hash_table_lookup(by_oid, PQgetvalue(conditions, i, 0));
		if (table)
			add_condition(table, PQgetvalue(conditions, i, 1), PQgetvalue(conditions, i, 2));
	}
	for (int i = 0; i < PQntuples(tables); i++)
		if (*PQgetvalue(tables, i, 2))
			add_condition(rows->tables->pdata[i], "", PQgetvalue(tables, i, 2));
}

/* The row of these candidates, one a column; with only_needed NULL wherever that is possible. */
static char *statement(const struct row_table *table, const guint *chosen, bool only_needed)
{
	g_autoptr(GString) list = g_string_new(NULL), values = g_string_new(NULL);

	for (guint i = 0; i < table->columns->len; i++) {
		const struct row_column *column = &g_array_index(table->columns, struct row_column, i);
		const char *value = column->candidates->len ? column->candidates->pdata[chosen[i]] : "NULL";
		g_string_append_printf(list, "%s%s", i ? ", " : "", column->name);
		g_string_append_printf(values, "%s%s", i ? ", " : "",
			only_needed && column->nullable && column->candidates->len < 2 ? "NULL" : value);
	}
	if (!table->columns->len)
		return g_strdup_printf("INSERT INTO %s DEFAULT VALUES", table->name);
	return g_strdup_printf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)", table->name, list->str, values->str);
}

/* The condition that refused a row; NULL: it was something else. */
static const struct row_condition *refused_by(const struct row_table *table, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE),
		   *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

	for (guint i = 0; g_strcmp0(state, "23514") == 0 && i < table->conditions->len; i++) {
		const struct row_condition *condition = &g_array_index(table->conditions, struct row_condition, i);
		if (strcmp(condition->name, name ? name : "") == 0)
			return condition;
	}
	return NULL;
}

static bool turn_one(const struct row_table *table, guint *chosen, guint c)
{
	const struct row_column *column = &g_array_index(table->columns, struct row_column, c);

	chosen[c] = chosen[c] + 1 < column->candidates->len ? chosen[c] + 1 : 0;
	return chosen[c];
}

/* The next choice, as an odometer turns, of the columns that the condition names, or of all; false when all have been. */
static bool turn(const struct row_table *table, guint *chosen, const struct row_condition *condition)
{
	guint count = condition ? condition->columns->len : table->columns->len;

	for (guint i = count; i > 0; i--)
		if (turn_one(table, chosen, condition ? g_array_index(condition->columns, guint, i - 1) : i - 1))
			return true;
	return false;
}

static void note_problem(struct row_table *table, const PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!table->problem)
		table->problem = g_strdup(message ? message : "it takes none");
}

static bool insert(PGconn *connection, struct row_table *table, bool only_needed)
{
	g_autofree guint *chosen = g_new0(guint, table->columns->len + 1);
	bool good = false, more = true;

	for (int tries = 0; !good && more && tries < TRIES && PQstatus(connection) == CONNECTION_OK; tries++) {
		g_autofree char *sql = statement(table, chosen, only_needed);
		PGresult *result = sent_exec(connection, sql);
		good = PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdTuples(result), "1") == 0;
		if (!good) {
			note_problem(table, result);
			more = turn(table, chosen, refused_by(table, result));
		}
		PQclear(result);
	}
	return good;
}

static void fill(PGconn *connection, const struct type_set *types, struct row_table *table)
{
	for (int n = 1; n <= ROWS; n++) {
		rows_candidates(types, table, n);
		/* where no row fits, no further one does */
		if (insert(connection, table, false) || insert(connection, table, true))
			table->rows++;
		else
			break;
	}
	if (table->rows)
		g_clear_pointer(&table->problem, g_free);
}

/* Until nothing refers to nothing: a row that goes may have been referred to. */
static bool take_out_orphans(PGconn *connection, GError **error)
{
	PGresult *statements = ask(connection, "rows", orphans_sql, error);
	bool good = statements, again = true;

	for (int rounds = 0; good && again && rounds < 100; rounds++) {
		again = false;
		for (int i = 0; good && i < PQntuples(statements); i++) {
			PGresult *result = ask(connection, "rows", PQgetvalue(statements, i, 0), error);
			again = again || (result && strcmp(PQcmdTuples(result), "0") != 0);
			good = result;
			PQclear(result);
		}
	}
	PQclear(statements);
	return good;
}

struct rows *rows_make(PGconn *connection, GError **error)
{
	const char *const queries[] = { settings, tables_sql, columns_sql, conditions_sql };
	struct rows *rows = g_new0(struct rows, 1);
	bool good = true;

	for (size_t i = 0; good && i < G_N_ELEMENTS(queries); i++)
		good = (rows->results[i] = ask(connection, "rows", queries[i], error));
	struct type_set *types = good ? types_read(connection, error) : NULL;
	if (types)
		collect(rows);
	for (guint i = 0; types && i < rows->tables->len; i++)
		fill(connection, types, rows->tables->pdata[i]);
	good = types && take_out_orphans(connection, error);
	types_free(types);
	if (!good)
		g_clear_pointer(&rows, rows_free);
	return rows;
}

void rows_free(struct rows *rows)
{
	if (!rows)
		return;
	if (rows->tables)
		g_ptr_array_unref(rows->tables);
	for (size_t i = 0; i < G_N_ELEMENTS(rows->results); i++)
		PQclear(rows->results[i]);
	g_free(rows);
}
