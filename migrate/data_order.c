/* Orders the tables of reference data for writing, and finds rows that deletes would affect. */
#include "migrate/data_order.h"

#include <stdlib.h>
#include <string.h>

#include "migrate/data_facts.h"
#include "migrate/data_fields.h"
#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "sql/quote.h"

static struct data_table *table_of(const struct data *data, const char *schema, const char *name)
{
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		if (strcmp(table->schema, schema) == 0 && strcmp(table->name, name) == 0)
			return table;
	}
	return NULL;
}

static bool is_late(const struct data_table *table, const char *column)
{
	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (field->reference && strcmp(field->column->name, column) == 0)
			return g_hash_table_contains(table->late, field->reference);
	}
	return false;
}

/* Whether the table references another one that has no place in the order yet: by a foreign key, or by references of its rows. */
static bool waits(const struct data *data, const struct data_table *table)
{
	for (guint i = 0; i < table->facts->foreign_keys->len; i++) {
		const struct data_foreign_key *key = table->facts->foreign_keys->pdata[i];
		const struct data_table *other = table_of(data, key->schema, key->table);
		if (other && other != table && !other->sorted && !is_late(table, key->columns->pdata[0]))
			return true;
	}
	for (guint i = 0; i < table->reference_list->len; i++) {
		const struct data_reference *reference = table->reference_list->pdata[i];
		const struct data_table *other = table_of(data, reference->facts->schema, reference->facts->name);
		if (other && !other->sorted && !g_hash_table_contains(table->late, reference))
			return true;
	}
	return false;
}

/*
 * References to rows that are inserted with or after the table's are set after all rows exist, if the column can be NULL until
 * then.
 */
static bool put_off(const struct data *data, struct data_table *table)
{
	bool done = false;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		const struct data_table *other =
			field->reference ? table_of(data, field->reference->facts->schema, field->reference->facts->name) : NULL;
		if (other && !other->sorted && !field->key && !field->column->not_null)
			done = g_hash_table_add(table->late, field->reference) || done;
	}
	return done;
}

static bool append_next(struct data *data, struct data_table *table)
{
	if (table->sorted || waits(data, table))
		return false;
	table->sorted = true;
	g_ptr_array_add(data->ordered, table);
	return true;
}

/* Finds the next table; in a cycle it postpones references of one. */
static bool order_next(struct data *data, GError **error)
{
	const struct data_table *stuck = NULL;

	for (guint i = 0; i < data->tables->len; i++)
		if (append_next(data, data->tables->pdata[i]))
			return true;
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		if (table->sorted)
			continue;
		stuck = stuck ? stuck : table;
		if (put_off(data, table))
			return true;
	}
	return data_fail(stuck, stuck->node, error,
		"rows of %s refer to each other, or to rows of tables that refer back, by columns that cannot be null: no order of "
		"statements makes them",
		stuck->facts->qualified);
}

bool data_order(struct data *data, GError **error)
{
	while (data->ordered->len < data->tables->len)
		if (!order_next(data, error))
			return false;
	return true;
}

static bool deletes(const struct data_table *table)
{
	return g_strcmp0(table->delete_word, "allow") == 0;
}

guint data_row_count(const struct data_table *table)
{
	return table->rows->len + table->gone->len;
}

struct data_row *data_row_at(const struct data_table *table, guint number)
{
	return number < table->rows->len ? table->rows->pdata[number] : table->gone->pdata[number - table->rows->len];
}

bool data_is_inserted(const struct data_table *table, const struct data_row *row, bool back)
{
	return back ? row->state == ROW_GONE && deletes(table) : row->state == ROW_MISSING;
}

bool data_is_deleted(const struct data_table *table, const struct data_row *row, bool back)
{
	return data_is_inserted(table, row, !back);
}

bool data_is_updated(const struct data_table *table, const struct data_row *row, bool back)
{
	(void)back;
	return row->state == ROW_DIFFERS || (row->state == ROW_GONE && table->off_column);
}

const char **data_before(const struct data_row *row, bool back)
{
	return row->state == ROW_GONE ? row->have : back ? row->want : row->have;
}

const char **data_after(const struct data_row *row, bool back)
{
	return row->state == ROW_GONE ? row->have : back ? row->have : row->want;
}

static const char foreign_keys_query[] =
	"SELECT k.oid, format('%I.%I', xs.nspname, x.relname), a.attname, ra.attname, k.conname, xs.nspname, x.relname FROM "
	"pg_class c"
	" JOIN pg_namespace s ON s.oid = c.relnamespace JOIN pg_constraint k ON k.confrelid = c.oid AND k.contype = 'f' AND "
	"k.conparentid = 0"
	" JOIN pg_class x ON x.oid = k.conrelid JOIN pg_namespace xs ON xs.oid = x.relnamespace"
	" CROSS JOIN unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (here, there, number)"
	" JOIN pg_attribute a ON a.attrelid = x.oid AND a.attnum = u.here JOIN pg_attribute ra ON ra.attrelid = c.oid AND "
	"ra.attnum = u.there"
	" WHERE s.nspname = $1 AND c.relname = $2 ORDER BY k.oid, u.number";

/* SELECT that counts rows which reference, by one foreign key, rows that will be deleted, but stay themselves. */
static void append_count(
	GString *sql, const struct data *data, const struct data_table *table, const PGresult *keys, int first, int end)
{
	const struct data_table *from = table_of(data, PQgetvalue(keys, first, 5), PQgetvalue(keys, first, 6));

	quote_format(sql, "%sSELECT %L, %L, count(*) FROM %s AS x JOIN %s AS t ON ", sql->len ? " UNION ALL " : "",
		PQgetvalue(keys, first, 1), PQgetvalue(keys, first, 4), PQgetvalue(keys, first, 1), table->facts->qualified);
	for (int i = first; i < end; i++)
		quote_format(sql, "%st.%I = x.%I", i > first ? " AND " : "", PQgetvalue(keys, i, 3), PQgetvalue(keys, i, 2));
	g_string_append_printf(sql,
		" JOIN pg_temp.pgcanon_gone_%s AS g ON g.pgcanon_relation = t.tableoid AND g.pgcanon_place = t.ctid",
		strrchr(table->staged, '_') + 1);
	if (from && from->mode == DATA_FULL && deletes(from))
		g_string_append_printf(sql,
			" WHERE NOT EXISTS (SELECT FROM pg_temp.pgcanon_gone_%s AS h WHERE h.pgcanon_relation = x.tableoid AND "
			"h.pgcanon_place = x.ctid)",
			strrchr(from->staged, '_') + 1);
}

static bool count_referencing(struct data *data, const struct data_table *table, PGconn *connection, GError **error)
{
	const char *const names[] = { table->schema, table->name };
	g_autoptr(GString) sql = g_string_new(NULL);
	PGresult *keys = data_query(connection, foreign_keys_query, 2, names, error), *counts;

	if (!keys)
		return false;
	for (int i = 0, end; i < PQntuples(keys); i = end) {
		for (end = i + 1; end < PQntuples(keys) && strcmp(PQgetvalue(keys, end, 0), PQgetvalue(keys, i, 0)) == 0;)
			end++;
		append_count(sql, data, table, keys, i, end);
	}
	PQclear(keys);
	if (!sql->len)
		return true;
	counts = data_query(connection, sql->str, 0, NULL, error);
	for (int i = 0; counts && i < PQntuples(counts); i++)
		if (strcmp(PQgetvalue(counts, i, 2), "0") != 0)
			g_ptr_array_add(data->refusals,
				g_strdup_printf(
					"%s: %u rows are not listed and cannot be deleted: %s rows of %s refer to them by foreign "
					"key %s; `delete: {deactivate: ...}` keeps them",
					table->file, table->gone->len, PQgetvalue(counts, i, 2), PQgetvalue(counts, i, 0),
					PQgetvalue(counts, i, 1)));
	PQclear(counts);
	return counts;
}

bool data_check_referencing(struct data *data, PGconn *connection, GError **error)
{
	for (guint i = 0; i < data->tables->len; i++) {
		const struct data_table *table = data->tables->pdata[i];
		if (!table->gone->len || table->off_column)
			continue;
		if (deletes(table) && !count_referencing(data, table, connection, error))
			return false;
		for (guint r = 0; !deletes(table) && r < table->gone->len; r++) {
			g_autofree char *key = data_describe(table, table->gone->pdata[r]);
			g_ptr_array_add(
				data->refusals, g_strdup_printf("%s: %s %s is not listed, and `delete` does not allow its deletion",
							table->file, table->facts->qualified, key));
		}
	}
	return true;
}
