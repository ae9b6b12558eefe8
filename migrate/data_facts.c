/* Reads the columns, keys and foreign keys of the tables of reference data. */
#include "migrate/data_facts.h"

#include <string.h>

#include "catalog/read/sent.h"
#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "sql/name.h"

#define TABLES \
	" FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (schema, name, place)" \
	" JOIN pg_namespace s ON s.nspname = w.schema JOIN pg_class c ON c.relnamespace = s.oid AND c.relname = w.name"

/* Types without an equality operator are compared as text, and so are geometric types, whose = compares areas. */
static const char columns_query[] =
	"SELECT w.place, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> '', "
	"a.attidentity = 'a',"
	" a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false), t.typcategory,"
	" t.typcategory = 'G' OR t.typcategory IN ('U', 'Z') AND NOT EXISTS (SELECT FROM pg_operator o WHERE o.oprname = '='"
	" AND o.oprleft = coalesce(nullif(t.typbasetype, 0), t.oid) AND o.oprright = o.oprleft)" TABLES
	" JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid"
	" LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum ORDER BY w.place, a.attnum";

static const char uniques_query[] =
	"SELECT w.place, i.indexrelid, a.attname, i.indimmediate, i.indexrelid::regclass" TABLES
	" JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
	" CROSS JOIN generate_series(1, i.indnkeyatts) AS k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k - "
	"1]"
	" ORDER BY w.place, NOT i.indisprimary, i.indexrelid, k";

static const char foreign_keys_query[] =
	"SELECT w.place, k.oid, a.attname, rs.nspname, r.relname, ra.attname" TABLES
	" JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace "
	"rs ON rs.oid = r.relnamespace"
	" CROSS JOIN unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (here, there, number)"
	" JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.here JOIN pg_attribute ra ON ra.attrelid = r.oid AND "
	"ra.attnum = u.there"
	" ORDER BY w.place, k.oid, u.number";

const char *data_value(const PGresult *result, int row, int column)
{
	return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

PGresult *data_query(PGconn *connection, const char *sql, int count, const char *const *parameters, GError **error)
{
	PGresult *result = sent_query(connection, sql, count, parameters);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_IN)
		return result;
	g_autofree char *message = g_strstrip(
		g_strdup(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
									     : PQerrorMessage(connection)));
	migrate_fail(error, PQstatus(connection) == CONNECTION_OK ? MIGRATE_SQL : MIGRATE_CONNECTION, "%s", message);
	PQclear(result);
	return NULL;
}

struct data_facts *data_facts_of(struct data *data, const char *schema, const char *name)
{
	for (guint i = 0; i < data->facts->len; i++) {
		struct data_facts *facts = data->facts->pdata[i];
		if (strcmp(facts->schema, schema) == 0 && strcmp(facts->name, name) == 0)
			return facts;
	}
	struct data_facts *facts = g_new0(struct data_facts, 1);
	facts->schema = g_strdup(schema);
	facts->name = g_strdup(name);
	facts->qualified = name_join(schema, name);
	g_ptr_array_add(data->facts, facts);
	return facts;
}

static void column_free(gpointer pointer)
{
	struct data_column *column = pointer;

	g_free(column->name);
	g_free(column->type);
	g_free(column);
}

static void unique_free(gpointer pointer)
{
	struct data_unique *unique = pointer;

	g_ptr_array_unref(unique->columns);
	g_free(unique->name);
	g_free(unique);
}

static void foreign_key_free(gpointer pointer)
{
	struct data_foreign_key *key = pointer;

	g_free(key->schema);
	g_free(key->table);
	g_ptr_array_unref(key->columns);
	g_ptr_array_unref(key->referenced);
	g_free(key);
}

/* Appends an element of an array literal: {"a","b"}. */
static void append_element(GString *out, const char *text)
{
	g_string_append(out, out->len > 1 ? ",\"" : "\"");
	for (; *text; text++)
		g_string_append_printf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	g_string_append_c(out, '"');
}

static bool truth(const PGresult *result, int row, int column)
{
	return PQgetvalue(result, row, column)[0] == 't';
}

static void take_columns(struct data *data, guint first, const PGresult *result)
{
	for (int i = 0; i < PQntuples(result); i++) {
		struct data_facts *facts = data->facts->pdata[first + (guint)atoi(PQgetvalue(result, i, 0)) - 1];
		struct data_column *column = g_new0(struct data_column, 1);

		facts->relkind = PQgetvalue(result, i, 1)[0];
		column->name = g_strdup(PQgetvalue(result, i, 2));
		column->type = g_strdup(PQgetvalue(result, i, 3));
		column->not_null = truth(result, i, 4);
		column->generated = truth(result, i, 5);
		column->always = truth(result, i, 6);
		column->by_sequence = truth(result, i, 7);
		column->category = PQgetvalue(result, i, 8)[0];
		column->textual = truth(result, i, 9);
		g_ptr_array_add(facts->columns, column);
	}
}

/* Whether the row has a further column of the previous row's constraint or index. */
static bool goes_on(const PGresult *result, int row)
{
	return row && strcmp(PQgetvalue(result, row, 0), PQgetvalue(result, row - 1, 0)) == 0 &&
	       strcmp(PQgetvalue(result, row, 1), PQgetvalue(result, row - 1, 1)) == 0;
}

static void take_uniques(struct data *data, guint first, const PGresult *result)
{
	struct data_unique *unique = NULL;

	for (int i = 0; i < PQntuples(result); i++) {
		struct data_facts *facts = data->facts->pdata[first + (guint)atoi(PQgetvalue(result, i, 0)) - 1];
		if (!goes_on(result, i)) {
			unique = g_new0(struct data_unique, 1);
			unique->columns = g_ptr_array_new_with_free_func(g_free);
			unique->immediate = truth(result, i, 3);
			unique->name = g_strdup(PQgetvalue(result, i, 4));
			g_ptr_array_add(facts->uniques, unique);
		}
		g_ptr_array_add(unique->columns, g_strdup(PQgetvalue(result, i, 2)));
	}
}

static void take_foreign_keys(struct data *data, guint first, const PGresult *result)
{
	struct data_foreign_key *key = NULL;

	for (int i = 0; i < PQntuples(result); i++) {
		struct data_facts *facts = data->facts->pdata[first + (guint)atoi(PQgetvalue(result, i, 0)) - 1];
		if (!goes_on(result, i)) {
			key = g_new0(struct data_foreign_key, 1);
			key->columns = g_ptr_array_new_with_free_func(g_free);
			key->referenced = g_ptr_array_new_with_free_func(g_free);
			key->schema = g_strdup(PQgetvalue(result, i, 3));
			key->table = g_strdup(PQgetvalue(result, i, 4));
			g_ptr_array_add(facts->foreign_keys, key);
		}
		g_ptr_array_add(key->columns, g_strdup(PQgetvalue(result, i, 2)));
		g_ptr_array_add(key->referenced, g_strdup(PQgetvalue(result, i, 5)));
	}
}

bool data_load_facts(struct data *data, PGconn *connection, guint first, GError **error)
{
	static const struct {
		const char *sql;
		void (*take)(struct data *, guint first, const PGresult *);
	} queries[] = { { columns_query, take_columns }, { uniques_query, take_uniques },
		{ foreign_keys_query, take_foreign_keys } };
	g_autoptr(GString) schemas = g_string_new("{"), names = g_string_new("{");
	bool good = true;

	for (guint i = first; i < data->facts->len; i++) {
		struct data_facts *facts = data->facts->pdata[i];
		facts->columns = g_ptr_array_new_with_free_func(column_free);
		facts->uniques = g_ptr_array_new_with_free_func(unique_free);
		facts->foreign_keys = g_ptr_array_new_with_free_func(foreign_key_free);
		append_element(schemas, facts->schema);
		append_element(names, facts->name);
	}
	g_string_append_c(schemas, '}');
	g_string_append_c(names, '}');
	const char *const parameters[] = { schemas->str, names->str };
	for (size_t q = 0; good && first < data->facts->len && q < G_N_ELEMENTS(queries); q++) {
		PGresult *result = data_query(connection, queries[q].sql, 2, parameters, error);
		good = result;
		if (result)
			queries[q].take(data, first, result);
		PQclear(result);
	}
	return good;
}

const struct data_column *data_column_of(const struct data_facts *facts, const char *name)
{
	for (guint i = 0; i < facts->columns->len; i++)
		if (strcmp(((const struct data_column *)facts->columns->pdata[i])->name, name) == 0)
			return facts->columns->pdata[i];
	return NULL;
}

bool data_is_unique(const struct data_facts *facts, const GPtrArray *columns)
{
	for (guint u = 0; u < facts->uniques->len; u++) {
		const struct data_unique *unique = facts->uniques->pdata[u];
		bool within = true;
		for (guint i = 0; i < unique->columns->len; i++)
			within = within && g_ptr_array_find_with_equal_func(
						   (GPtrArray *)columns, unique->columns->pdata[i], g_str_equal, NULL);
		if (within)
			return true;
	}
	return false;
}

bool data_find_facts(struct data *data, PGconn *connection, GError **error)
{
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		table->facts = data_facts_of(data, table->schema, table->name);
	}
	if (!data_load_facts(data, connection, 0, error))
		return false;
	for (guint i = 0; i < data->tables->len; i++) {
		const struct data_table *table = data->tables->pdata[i];
		char kind = table->facts->relkind;
		if (kind != 'r' && kind != 'p')
			return data_fail(table, node_get(table->node, "table"), error,
				kind ? "%s.%s is no table of %s" : "there is no table %s.%s in %s", table->schema, table->name,
				data->name);
	}
	return true;
}
