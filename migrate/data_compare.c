/* Compares reference data with a database. */
#include "migrate/data_compare.h"

#include <stdlib.h>
#include <string.h>

#include "migrate/data_facts.h"
#include "migrate/data_fields.h"
#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "migrate/data_order.h"
#include "migrate/data_stage.h"
#include "sql/hidden.h"
#include "sql/quote.h"

/* Rows hidden by a policy would seem to be missing: reading them is an error instead. Other settings fix the format of values. */
static const char *const opening[] = {
	"BEGIN ISOLATION LEVEL REPEATABLE READ",
	"SET LOCAL search_path = pg_catalog",
	"SET LOCAL row_security = off",
	"SET LOCAL client_encoding = 'UTF8'",
	"SET LOCAL standard_conforming_strings = on",
	"SET LOCAL DateStyle = 'ISO'",
	"SET LOCAL IntervalStyle = 'postgres'",
	"SET LOCAL TimeZone = 'UTC'",
	"SET LOCAL bytea_output = 'hex'",
	"SET LOCAL lc_monetary = 'C'",
	"SET LOCAL extra_float_digits = 1",
};

static bool run(PGconn *connection, const char *sql, GError **error)
{
	PGresult *result = data_query(connection, sql, 0, NULL, error);

	PQclear(result);
	return result;
}

static const char *keep(struct data *data, const char *value)
{
	return value ? arena_text(data->values, value, strlen(value)) : NULL;
}

/* "t.f1 IS DISTINCT FROM y.f1" */
static void append_distinct(GString *sql, const struct data_field *field, guint number)
{
	bool textual = field->of ? field->of->textual : field->column->textual;

	g_string_append_printf(
		sql, textual ? "t.f%u::text IS DISTINCT FROM y.f%u::text" : "t.f%u IS DISTINCT FROM y.f%u", number, number);
}

/* Selects the rows of the table, fields as f0, f1...; more is appended to the SELECT list. */
static void append_present(GString *sql, const struct data_table *table, const char *from, const char *more)
{
	g_string_append(sql, "(SELECT ");
	for (guint i = 0; i < table->fields->len; i++) {
		data_append_field(sql, table->fields->pdata[i]);
		g_string_append_printf(sql, " AS f%u, ", i);
	}
	g_string_append_printf(sql, "%s FROM ", more);
	data_append_from(sql, table, from);
	g_string_append(sql, ")");
}

/* For each row of the file: whether it exists, its values as the server prints them, the existing values, and which differ. */
static bool compare_rows(struct data *data, struct data_table *table, PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new("SELECT y.number, t.there");
	guint count = table->fields->len;

	for (guint i = 0; i < count; i++)
		g_string_append_printf(sql, ", y.f%u::text, t.f%u::text, ", i, i), append_distinct(sql, table->fields->pdata[i], i);
	g_string_append_printf(sql, " FROM %s AS y LEFT JOIN ", table->staged);
	append_present(sql, table, NULL, "true AS there");
	g_string_append(sql, " AS t ON ");
	data_append_keys_match(sql, table, "t.f%u", "y.f%u");
	g_string_append(sql, " ORDER BY 1");
	PGresult *result = data_query(connection, sql->str, 0, NULL, error);
	for (int r = 0; result && r < PQntuples(result); r++) {
		struct data_row *row = table->rows->pdata[atoi(PQgetvalue(result, r, 0))];
		row->have = g_new0(const char *, count + 1);
		row->differs = g_new0(bool, count + 1);
		row->state = PQgetisnull(result, r, 1) ? ROW_MISSING : ROW_SAME;
		for (guint i = 0; i < count; i++) {
			const struct data_field *field = table->fields->pdata[i];
			row->want[i] = keep(data, data_value(result, r, 2 + (int)i * 3));
			row->have[i] = keep(data, data_value(result, r, 3 + (int)i * 3));
			row->differs[i] =
				!field->key && table->mode != DATA_INSERT && PQgetvalue(result, r, 4 + (int)i * 3)[0] == 't';
			if (row->state != ROW_MISSING && row->differs[i])
				row->state = ROW_DIFFERS;
		}
	}
	PQclear(result);
	return result;
}

/* Whether deleting a row loses the column's value: it is neither generated nor from a sequence. */
static bool is_kept(const struct data_column *column)
{
	return !column->generated && !column->by_sequence;
}

static PGresult *select_gone(const struct data_table *table, PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new("SELECT "), order = g_string_new(NULL);

	for (guint i = 0; i < table->fields->len; i++) {
		g_string_append_printf(sql, "%sf%u::text", i ? ", " : "", i);
		g_string_append_printf(order, "%sf%u::text COLLATE \"C\"", i ? ", " : "", i);
	}
	for (guint i = 0; i < table->facts->columns->len; i++)
		g_string_append_printf(sql, ", c%u::text", i);
	g_string_append_printf(sql, " FROM pg_temp.pgcanon_gone_%s ORDER BY %s", strrchr(table->staged, '_') + 1, order->str);
	return data_query(connection, sql->str, 0, NULL, error);
}

/* Excludes rows that are off already. */
static void append_on(GString *sql, const struct data_table *table)
{
	for (guint i = 0; table->off_column && i < table->facts->columns->len; i++) {
		if (strcmp(((struct data_column *)table->facts->columns->pdata[i])->name, table->off_column) != 0)
			continue;
		g_string_append_printf(sql, " AND t.c%u IS DISTINCT FROM ", i);
		if (table->off_value)
			quote_literal(sql, table->off_value);
		else
			g_string_append(sql, "NULL");
	}
}

/* Selects rows of the table that the file should list but does not into a temporary table. */
static bool stage_gone(const struct data_table *table, PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL), from = g_string_new(NULL),
			   more = g_string_new("t.pgcanon_relation, t.pgcanon_place");
	g_autoptr(GError) local = NULL;

	g_string_append_printf(from, "(SELECT *, tableoid AS pgcanon_relation, ctid AS pgcanon_place FROM %s WHERE (%s\n))",
		table->facts->qualified, table->where ? table->where : "true");
	for (guint i = 0; i < table->facts->columns->len; i++)
		quote_format(more, ", t.%I AS c%d", ((struct data_column *)table->facts->columns->pdata[i])->name, (int)i);
	g_string_append_printf(
		sql, "CREATE TEMPORARY TABLE pgcanon_gone_%s ON COMMIT DROP AS SELECT t.* FROM ", strrchr(table->staged, '_') + 1);
	append_present(sql, table, from->str, more->str);
	g_string_append_printf(sql, " AS t WHERE NOT EXISTS (SELECT FROM %s AS y WHERE ", table->staged);
	data_append_keys_match(sql, table, "t.f%u", "y.f%u");
	g_string_append(sql, ")");
	append_on(sql, table);
	return run(connection, sql->str, &local) ||
	       data_fail(table, table->where ? node_get(table->node, "where") : table->node, error, "%s", local->message);
}

static bool find_gone(struct data *data, struct data_table *table, PGconn *connection, GError **error)
{
	guint count = table->fields->len, columns = table->facts->columns->len;
	PGresult *result = stage_gone(table, connection, error) ? select_gone(table, connection, error) : NULL;

	for (int r = 0; result && r < PQntuples(result); r++) {
		struct data_row *row = g_new0(struct data_row, 1);
		row->state = ROW_GONE;
		row->have = g_new0(const char *, count + 1);
		row->rest = g_new0(const char *, columns + 1);
		for (guint i = 0; i < count; i++)
			row->have[i] = keep(data, data_value(result, r, (int)i));
		for (guint i = 0; i < columns; i++)
			if (is_kept(table->facts->columns->pdata[i]))
				row->rest[i] = keep(data, data_value(result, r, (int)(count + i)));
		g_ptr_array_add(table->gone, row);
	}
	PQclear(result);
	return result;
}

/* Sets the tenant's search_path, with which the server prints names in the tenant's schema unqualified. */
static bool set_path(const struct data *data, PGconn *connection, GError **error)
{
	g_autofree char *sql = g_strconcat("SET LOCAL search_path = ", data->tenant.path, NULL);

	return !data->tenant.path || run(connection, sql, error);
}

static bool compare(struct data *data, PGconn *connection, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(opening); i++)
		if (!run(connection, opening[i], error))
			return false;
	if (!set_path(data, connection, error) || !data_find_facts(data, connection, error) ||
		!data_find_fields(data, connection, error) || !data_stage(data, connection, error))
		return false;
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		if (!compare_rows(data, table, connection, error) ||
			(table->mode == DATA_FULL && !find_gone(data, table, connection, error)))
			return false;
	}
	return data_check_referencing(data, connection, error);
}

bool data_compare(struct data *data, PGconn *connection, const char *name, GError **error)
{
	GError *local = NULL;

	data->name = name;
	bool good = compare(data, connection, &local);
	run(connection, "ROLLBACK", NULL);
	if (local && (local->code == MIGRATE_SQL || local->code == MIGRATE_CONNECTION))
		g_prefix_error(&local, "%s: ", name);
	if (local)
		g_propagate_error(error, local);
	return good;
}

guint data_differences(const struct data *data)
{
	guint count = 0;

	for (guint t = 0; t < data->tables->len; t++) {
		const struct data_table *table = data->tables->pdata[t];
		for (guint r = 0; r < table->rows->len; r++)
			count += ((const struct data_row *)table->rows->pdata[r])->state != ROW_SAME;
		count += table->gone->len;
	}
	return count;
}

/* Appends a value for people to read. */
static void append_value(GString *out, const char *value)
{
	if (value)
		quote_literal(out, value);
	else
		g_string_append(out, "NULL");
}

static void report_row(GString *report, const struct data_table *table, const struct data_row *row)
{
	g_autofree char *key = data_describe(table, row);
	g_autoptr(GString) out = g_string_new(NULL);
	bool first = true;

	if (row->state == ROW_SAME)
		return;
	if (row->node)
		g_string_append_printf(out, "%s:%u:%u: ", table->file, row->node->line, row->node->column);
	else
		g_string_append_printf(out, "%s: ", table->file);
	g_string_append_printf(out, "%s %s: ", table->facts->qualified, key);
	if (row->state == ROW_GONE)
		g_string_append(out, "not wanted");
	if (row->state == ROW_MISSING)
		g_string_append(out, "missing");
	for (guint i = 0; row->state == ROW_DIFFERS && i < table->fields->len; i++) {
		if (!row->differs[i])
			continue;
		g_string_append(out, first ? "" : "; ");
		data_append_label(out, table->fields->pdata[i]);
		g_string_append(out, ": wanted ");
		append_value(out, row->want[i]);
		g_string_append(out, ", found ");
		append_value(out, row->have[i]);
		first = false;
	}
	g_autofree char *line = text_visible(out->str);
	g_string_append_printf(report, "%s\n", line);
}

void data_report(const struct data *data, GString *out)
{
	for (guint t = 0; t < data->tables->len; t++) {
		const struct data_table *table = data->tables->pdata[t];
		for (guint r = 0; r < table->rows->len; r++)
			report_row(out, table, table->rows->pdata[r]);
		for (guint r = 0; r < table->gone->len; r++)
			report_row(out, table, table->gone->pdata[r]);
	}
}
