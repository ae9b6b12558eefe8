/* Writes the statements that make reference data equal to the files, and their inverse. */
#include "migrate/data_write.h"

#include <string.h>

#include "migrate/data_inside.h"
#include "migrate/data_order.h"
#include "sql/psql.h"
#include "sql/quote.h"

enum { AT_ONCE = 500 }; /* rows of an INSERT, or of a DELETE */

static void append_literal(GString *out, const char *value)
{
	if (value)
		quote_literal(out, value);
	else
		g_string_append(out, "NULL");
}

static void end(GString *out, GString *statement)
{
	psql_write(out, statement->str);
	g_string_append(out, ";\n");
	g_string_truncate(statement, 0);
}

/* The number of the first field after those of the same column. */
static guint next_column(const struct data_table *table, guint i)
{
	const struct data_field *field = table->fields->pdata[i];

	return i + (field->reference ? field->reference->keys->len : 1);
}

/* The value of the column that begins with the field: a literal, or a subquery that finds the referenced row by its key. */
static void append_value(GString *out, const struct data_table *table, guint i, const char **values)
{
	const struct data_field *field = table->fields->pdata[i];

	if (!field->reference || !values[i]) {
		append_literal(out, values[i]);
		return;
	}
	quote_format(out, "(SELECT r.%I FROM %s AS r WHERE ", field->reference->column, field->reference->facts->qualified);
	for (guint k = i; k < next_column(table, i); k++) {
		quote_format(
			out, "%sr.%I = ", k > i ? " AND " : "", ((const struct data_field *)table->fields->pdata[k])->of->name);
		append_literal(out, values[k]);
	}
	g_string_append_c(out, ')');
}

static void append_key(GString *out, const struct data_table *table, const char **values)
{
	const char *before = "";

	for (guint i = 0; i < table->fields->len; i = next_column(table, i)) {
		const struct data_field *field = table->fields->pdata[i];
		if (!field->key)
			continue;
		quote_format(out, values[i] ? "%s%I = " : "%s%I IS ", before, field->column->name);
		append_value(out, table, i, values);
		before = " AND ";
	}
}

static void append_where(GString *out, const struct data_table *table, const char **values)
{
	g_string_append(out, " WHERE ");
	append_key(out, table, values);
}

static bool is_late(const struct data_table *table, const struct data_field *field)
{
	return field->reference && g_hash_table_contains(table->late, field->reference);
}

/* Whether the column is in no file: it is restored when a row comes back. */
static bool is_rest(const struct data_table *table, const struct data_column *column)
{
	for (guint i = 0; i < table->fields->len; i++)
		if (((const struct data_field *)table->fields->pdata[i])->column == column)
			return false;
	return !column->generated && !column->by_sequence;
}

static void append_into(GString *out, const struct data_table *table, bool back)
{
	g_string_append_printf(out, "INSERT INTO %s (", table->facts->qualified);
	for (guint i = 0; i < table->fields->len; i = next_column(table, i))
		quote_format(out, "%s%I", i ? ", " : "", ((const struct data_field *)table->fields->pdata[i])->column->name);
	for (guint i = 0; back && i < table->facts->columns->len; i++)
		if (is_rest(table, table->facts->columns->pdata[i]))
			quote_format(out, ", %I", ((const struct data_column *)table->facts->columns->pdata[i])->name);
	g_string_append(out, ") VALUES");
}

static void append_row(GString *out, const struct data_table *table, const struct data_row *row, bool back)
{
	g_string_append(out, "\n    (");
	for (guint i = 0; i < table->fields->len; i = next_column(table, i)) {
		g_string_append(out, i ? ", " : "");
		if (is_late(table, table->fields->pdata[i]))
			g_string_append(out, "NULL");
		else
			append_value(out, table, i, data_after(row, back));
	}
	for (guint i = 0; back && i < table->facts->columns->len; i++) {
		if (!is_rest(table, table->facts->columns->pdata[i]))
			continue;
		g_string_append(out, ", ");
		append_literal(out, row->rest[i]);
	}
	g_string_append_c(out, ')');
}

/* Sets sequences past the inserted values. */
static void write_sequences(GString *out, const struct data_table *table)
{
	g_autoptr(GString) statement = g_string_new(NULL);

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (field->of || !field->column->by_sequence)
			continue;
		quote_format(statement,
			"SELECT setval(s::regclass, greatest(nextval(s::regclass), (SELECT max(%I) FROM %s)))\n    FROM "
			"pg_get_serial_sequence(%L, %L) AS s",
			field->column->name, table->facts->qualified, table->facts->qualified, field->column->name);
		end(out, statement);
	}
}

static void write_inserts(GString *out, const struct data_table *table, bool back)
{
	g_autoptr(GString) statement = g_string_new(NULL);
	guint count = 0;

	for (guint r = 0; r < data_row_count(table); r++) {
		const struct data_row *row = data_row_at(table, r);
		if (!data_is_inserted(table, row, back))
			continue;
		if (statement->len && count % AT_ONCE == 0)
			end(out, statement);
		if (!statement->len)
			append_into(statement, table, back);
		else
			g_string_append_c(statement, ',');
		append_row(statement, table, row, back);
		count++;
	}
	if (statement->len)
		end(out, statement);
	if (count)
		write_sequences(out, table);
}

/* The value of the off column for a row that is not listed, or its former value. */
static void append_off(GString *out, const struct data_table *table, const struct data_row *row, bool back)
{
	quote_format(out, "%I = ", table->off_column);
	for (guint i = 0; back && i < table->facts->columns->len; i++)
		if (strcmp(((const struct data_column *)table->facts->columns->pdata[i])->name, table->off_column) == 0)
			append_literal(out, row->rest[i]);
	if (!back)
		append_literal(out, table->off_value);
}

static void write_update(GString *out, const struct data_table *table, const struct data_row *row, bool back, bool late)
{
	g_autoptr(GString) statement = g_string_new(NULL);
	const char *before = " ";
	bool gone = row->state == ROW_GONE, updated = data_is_updated(table, row, back),
	     inserted = data_is_inserted(table, row, back);

	g_string_append_printf(statement, "UPDATE %s SET", table->facts->qualified);
	if (gone && updated && !late) {
		g_string_append_c(statement, ' ');
		append_off(statement, table, row, back);
		before = NULL;
	}
	for (guint i = 0; (updated || (late && inserted)) && i < table->fields->len; i = next_column(table, i)) {
		const struct data_field *field = table->fields->pdata[i];
		bool differs = inserted && data_after(row, back)[i];
		for (guint k = i; updated && !gone && k < next_column(table, i); k++)
			differs = differs || row->differs[k];
		if (!differs || is_late(table, field) != late)
			continue;
		quote_format(statement, "%s%I = ", before, field->column->name);
		append_value(statement, table, i, data_after(row, back));
		before = ", ";
	}
	append_where(statement, table, data_after(row, back));
	if (!before || strcmp(before, " ") != 0)
		end(out, statement);
}

/* Removes references from a row to be deleted to rows that are deleted before it. */
static void write_release(GString *out, const struct data_table *table, const struct data_row *row, bool back)
{
	g_autoptr(GString) statement = g_string_new(NULL), columns = g_string_new(NULL);
	const char **values = data_before(row, back);

	for (guint i = 0; i < table->fields->len; i = next_column(table, i)) {
		const struct data_field *field = table->fields->pdata[i];
		if (is_late(table, field) && values[i])
			quote_format(columns, "%s%I = NULL", columns->len ? ", " : "", field->column->name);
	}
	if (!columns->len)
		return;
	g_string_append_printf(statement, "UPDATE %s SET %s", table->facts->qualified, columns->str);
	append_where(statement, table, values);
	end(out, statement);
}

/* Deletes many rows in one statement, since rows may reference each other. */
static void write_deletes(GString *out, const struct data_table *table, bool back)
{
	g_autoptr(GString) statement = g_string_new(NULL);
	guint count = 0;

	for (guint r = 0; r < data_row_count(table); r++) {
		const struct data_row *row = data_row_at(table, r);
		if (!data_is_deleted(table, row, back))
			continue;
		if (statement->len && count++ % AT_ONCE == AT_ONCE - 1)
			end(out, statement);
		if (!statement->len)
			g_string_append_printf(statement, "DELETE FROM %s WHERE ", table->facts->qualified);
		else
			g_string_append(statement, "\n    OR ");
		append_key(statement, table, data_before(row, back));
	}
	if (statement->len)
		end(out, statement);
}

static void write_releases(GString *out, const struct data_table *table, bool back)
{
	for (guint r = 0; r < data_row_count(table); r++)
		if (data_is_deleted(table, data_row_at(table, r), back))
			write_release(out, table, data_row_at(table, r), back);
}

/* Sets a temporary value that no row has. */
static void write_parking(
	GString *out, const struct data_table *table, const struct data_row *row, const struct data_column *column, bool back)
{
	g_autoptr(GString) statement = g_string_new(NULL);
	bool date = strcmp(column->type, "date") == 0;

	quote_format(statement, "UPDATE %s SET %I = ", table->facts->qualified, column->name);
	if (!column->not_null)
		g_string_append(statement, "NULL");
	else if (column->category == 'N' || date)
		quote_format(statement, "(SELECT max(%I) + 1 FROM %s)", column->name, table->facts->qualified);
	else if (column->category == 'D')
		quote_format(statement, "(SELECT max(%I) + interval '1 day' FROM %s)", column->name, table->facts->qualified);
	else if (column->category == 'S')
		quote_format(statement, "'~' || %I", column->name);
	else
		g_string_append(statement, "gen_random_uuid()");
	append_where(statement, table, data_before(row, back));
	end(out, statement);
}

static void write_updates(GString *out, const struct data_table *table, bool back, bool late)
{
	for (guint r = 0; r < data_row_count(table); r++) {
		const struct data_row *row = data_row_at(table, r);
		if (data_is_updated(table, row, back) || (late && data_is_inserted(table, row, back)))
			write_update(out, table, row, back, late);
	}
}

void data_write_statements(GString *out, const struct data *data, bool back)
{
	for (guint i = 0; i < data->deferred[back]->len; i++)
		g_string_append_printf(out, "SET CONSTRAINTS %s DEFERRED;\n", (char *)data->deferred[back]->pdata[i]);
	for (guint t = 0; t < data->ordered->len; t++)
		for (guint r = 0; r < data_row_count(data->ordered->pdata[t]); r++) {
			const struct data_row *row = data_row_at(data->ordered->pdata[t], r);
			for (guint p = 0; row->parked[back] && p < row->parked[back]->len; p++)
				write_parking(out, data->ordered->pdata[t], row, row->parked[back]->pdata[p], back);
		}
	for (guint t = 0; t < data->ordered->len; t++) {
		write_inserts(out, data->ordered->pdata[t], back);
		write_updates(out, data->ordered->pdata[t], back, false);
	}
	for (guint t = 0; t < data->ordered->len; t++)
		write_updates(out, data->ordered->pdata[t], back, true);
	for (guint t = 0; t < data->ordered->len; t++)
		write_releases(out, data->ordered->pdata[t], back);
	for (guint t = data->ordered->len; t > 0; t--)
		write_deletes(out, data->ordered->pdata[t - 1], back);
}
