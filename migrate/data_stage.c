/* Copies the rows of reference data into temporary tables with the columns' types: the server checks and compares the values. */
#include "migrate/data_stage.h"

#include <stdlib.h>
#include <string.h>

#include "migrate/data_facts.h"
#include "migrate/data_fields.h"
#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "sql/quote.h"

static const char *column_name(const struct data_table *table, guint number)
{
	return number < table->key->len ? table->key->pdata[number] : table->columns->pdata[number - table->key->len];
}

/* Takes a scalar's text, whatever its YAML type: no, 012 and 1.10 stay as written. */
static bool take_scalar(const struct data_table *table, const struct node *row, const struct node *value,
	const struct data_field *field, const char **out, GError **error)
{
	if (!value)
		return data_fail(
			table, row, error, "the row gives no value for column %s; write `null` for none", field->column->name);
	if (value->type != NODE_SCALAR)
		return data_fail(table, value, error,
			"column %s: expected a value%s; lists and documents are written as text, as PostgreSQL takes them",
			field->column->name, field->of ? " in the key of the row that is referred to" : "");
	*out = node_is_null(value) ? NULL : value->text;
	if (field->key && !*out)
		return data_fail(table, value, error, "column %s is part of the key, which cannot be null", field->column->name);
	return true;
}

/* Takes all columns of the key of another row, or null for none. */
static bool take_reference(const struct data_table *table, const struct node *row, const struct node *value, guint first,
	struct data_row *taken, GError **error)
{
	const struct data_field *field = table->fields->pdata[first];
	const struct data_reference *reference = field->reference;

	if (!value || node_is_null(value))
		return take_scalar(table, row, value, field, &taken->want[first], error);
	if (value->type != NODE_MAP || value->count != reference->keys->len)
		return data_fail(table, value, error, "column %s: expected null or {%s%s}, as in other rows", field->column->name,
			(char *)reference->keys->pdata[0], reference->keys->len > 1 ? ", ..." : "");
	for (guint k = 0; k < reference->keys->len; k++) {
		const struct node *part = node_get(value, reference->keys->pdata[k]);
		if (!part)
			return data_fail(table, value, error, "column %s: %s is missing in the key of the row that is referred to",
				field->column->name, (char *)reference->keys->pdata[k]);
		if (!take_scalar(table, row, part, table->fields->pdata[first + k], &taken->want[first + k], error))
			return false;
		if (!taken->want[first + k])
			return data_fail(table, part, error, "column %s: the key of the row that is referred to has no null",
				field->column->name);
	}
	return true;
}

static bool check_shape(const struct data_table *table, const struct node *row, GError **error)
{
	guint count = table->key->len + table->columns->len;

	if (row->type == NODE_SCALAR)
		return data_fail(table, row, error, "expected a row: a map of columns to values, or a list of values");
	if (row->type == NODE_LIST)
		return row->count == count ||
		       data_fail(table, row, error, "expected %u values, one for each column of `key` and `columns`, found %zu",
			       count, row->count);
	for (const struct node *value = row->first; value; value = value->next) {
		bool known = false;
		for (guint i = 0; i < count; i++)
			known = known || strcmp(column_name(table, i), value->key) == 0;
		if (!known) {
			struct node at = *value;
			at.line = value->key_line;
			at.column = value->key_column;
			return data_fail(table, &at, error, "column %s is not one of those that the rows of %s give", value->key,
				table->facts->qualified);
		}
	}
	return true;
}

static bool read_row(struct data_table *table, const struct node *node, GError **error)
{
	struct data_row *row = g_new0(struct data_row, 1);
	const struct node *item = node->first;
	guint field = 0;

	row->node = node;
	row->want = g_new0(const char *, table->fields->len + 1);
	g_ptr_array_add(table->rows, row);
	if (!check_shape(table, node, error))
		return false;
	for (guint i = 0; i < table->key->len + table->columns->len; i++) {
		const struct data_field *first = table->fields->pdata[field];
		const struct node *value = node->type == NODE_MAP ? node_get(node, column_name(table, i)) : item;
		if (!(first->reference ? take_reference(table, node, value, field, row, error)
				       : take_scalar(table, node, value, first, &row->want[field], error)))
			return false;
		field += first->reference ? first->reference->keys->len : 1;
		item = node->type == NODE_LIST ? item->next : NULL;
	}
	return true;
}

/* Escapes as COPY's text format requires. */
static void append_copied(GString *out, const char *text)
{
	static const char special[] = "\\\b\f\n\r\t\v", letters[] = "\\bfnrtv";

	if (!text) {
		g_string_append(out, "\\N");
		return;
	}
	for (; *text; text++) {
		const char *found = strchr(special, *text);
		if (found)
			g_string_append_c(out, '\\');
		g_string_append_c(out, found ? letters[found - special] : *text);
	}
}

static bool create(const struct data_table *table, PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	g_string_append_printf(
		sql, "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS SELECT 0 AS number", table->staged + strlen("pg_temp."));
	for (guint i = 0; i < table->fields->len; i++) {
		g_string_append(sql, ", ");
		data_append_field(sql, table->fields->pdata[i]);
		g_string_append_printf(sql, " AS f%u", i);
	}
	g_string_append(sql, " FROM ");
	data_append_from(sql, table, NULL);
	g_string_append(sql, " WITH NO DATA");
	PGresult *result = data_query(connection, sql->str, 0, NULL, error);
	PQclear(result);
	if (!result)
		g_prefix_error(error, "%s: ", table->facts->qualified);
	return result;
}

/* Reports the row that the server rejected: "COPY pgcanon_data_1, line 3, column f0: ..." */
static bool refused(const struct data_table *table, const PGresult *result, GError **error)
{
	const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT), *line = context ? strstr(context, ", line ") : NULL;
	const char *column = line ? strstr(line, ", column f") : NULL;
	guint number = line ? (guint)atoi(line + strlen(", line ")) : 0,
	      field = column ? (guint)atoi(column + strlen(", column f")) : G_MAXUINT;
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const struct node *at =
		number && number <= table->rows->len ? ((struct data_row *)table->rows->pdata[number - 1])->node : table->rows_node;
	const struct data_field *told = field < table->fields->len ? table->fields->pdata[field] : NULL;
	const struct node *value = told && at->type == NODE_MAP ? node_get(at, told->column->name) : NULL;

	return data_fail(table, value ? value : at, error, "%s%s%s%s", told ? "column " : "", told ? told->column->name : "",
		told ? ": " : "", message ? message : "the server does not take the rows");
}

static bool copy(const struct data_table *table, PGconn *connection, GError **error)
{
	g_autofree char *sql = g_strdup_printf("COPY %s FROM STDIN", table->staged);
	g_autoptr(GString) text = g_string_new(NULL);
	PGresult *result = data_query(connection, sql, 0, NULL, error);
	bool good = result;

	PQclear(result);
	for (guint r = 0; good && r < table->rows->len; r++) {
		const struct data_row *row = table->rows->pdata[r];
		g_string_printf(text, "%u", r);
		for (guint i = 0; i < table->fields->len; i++) {
			g_string_append_c(text, '\t');
			append_copied(text, row->want[i]);
		}
		g_string_append_c(text, '\n');
		PQputCopyData(connection, text->str, (int)text->len);
	}
	if (!good)
		return false;
	PQputCopyEnd(connection, NULL);
	while ((result = PQgetResult(connection))) {
		if (good && PQresultStatus(result) != PGRES_COMMAND_OK)
			good = refused(table, result, error);
		PQclear(result);
	}
	return good;
}

/* Reports the first row with a duplicate key, by the server's equality. */
static bool check_keys(const struct data_table *table, PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new("SELECT y.number, min(z.number)");

	g_string_append_printf(sql, " FROM %s AS y JOIN %s AS z ON z.number < y.number AND ", table->staged, table->staged);
	data_append_keys_match(sql, table, "y.f%u", "z.f%u");
	g_string_append(sql, " GROUP BY 1 ORDER BY 1 LIMIT 1");
	PGresult *result = data_query(connection, sql->str, 0, NULL, error);
	bool good = result;
	if (result && PQntuples(result)) {
		const struct data_row *row = table->rows->pdata[atoi(PQgetvalue(result, 0, 0))],
				      *first = table->rows->pdata[atoi(PQgetvalue(result, 0, 1))];
		g_autofree char *key = data_describe(table, row);
		good = data_fail(
			table, row->node, error, "two rows have the key %s: the other one is in line %u", key, first->node->line);
	}
	PQclear(result);
	return good;
}

/* Matches the files' rows of the referenced table, if they have all columns of the key. */
static void append_staged_match(
	GString *sql, const struct data *data, const struct data_table *table, const struct data_reference *reference)
{
	for (guint t = 0; t < data->tables->len; t++) {
		const struct data_table *other = data->tables->pdata[t];
		g_autoptr(GString) match = g_string_new(NULL);
		guint found = 0;
		if (other->facts != reference->facts)
			continue;
		for (guint i = 0; i < table->fields->len; i++) {
			const struct data_field *field = table->fields->pdata[i];
			for (guint o = 0; field->reference == reference && o < other->fields->len; o++) {
				const struct data_field *told = other->fields->pdata[o];
				if (told->of || strcmp(told->column->name, field->of->name) != 0)
					continue;
				g_string_append_printf(match, "%sz.f%u = y.f%u", found++ ? " AND " : "", o, i);
			}
		}
		if (found == reference->keys->len)
			g_string_append_printf(sql, " AND NOT EXISTS (SELECT FROM %s AS z WHERE %s)", other->staged, match->str);
	}
}

/* Reports a row that references one that is neither in the database nor in the files. */
static bool check_reference(const struct data *data, const struct data_table *table, const struct data_reference *reference,
	PGconn *connection, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL), match = g_string_new(NULL);
	guint first = G_MAXUINT;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (field->reference != reference)
			continue;
		first = MIN(first, i);
		g_string_append(match, match->len ? " AND " : "");
		quote_format(match, "r.%I", field->of->name);
		g_string_append_printf(match, " = y.f%u", i);
	}
	g_string_append_printf(sql,
		"SELECT y.number FROM %s AS y WHERE y.f%u IS NOT NULL AND NOT EXISTS (SELECT FROM %s AS r WHERE %s)", table->staged,
		first, reference->facts->qualified, match->str);
	append_staged_match(sql, data, table, reference);
	g_string_append(sql, " ORDER BY 1 LIMIT 1");
	PGresult *result = data_query(connection, sql->str, 0, NULL, error);
	bool good = result;
	if (result && PQntuples(result)) {
		const struct data_row *row = table->rows->pdata[atoi(PQgetvalue(result, 0, 0))];
		const struct data_field *field = table->fields->pdata[first];
		const struct node *value = row->node->type == NODE_MAP ? node_get(row->node, field->column->name) : row->node;
		good = data_fail(table, value, error,
			"column %s: there is no row of %s with %s = %s, neither in %s nor in the files", field->column->name,
			reference->facts->qualified, field->of->name, row->want[first], data->name);
	}
	PQclear(result);
	return good;
}

bool data_stage(struct data *data, PGconn *connection, GError **error)
{
	for (guint t = 0; t < data->tables->len; t++) {
		struct data_table *table = data->tables->pdata[t];
		table->staged = g_strdup_printf("pg_temp.pgcanon_data_%u", t + 1);
		for (const struct node *row = table->rows_node->first; row; row = row->next)
			if (!read_row(table, row, error))
				return false;
		if (!create(table, connection, error) || !copy(table, connection, error) || !check_keys(table, connection, error))
			return false;
	}
	for (guint t = 0; t < data->tables->len; t++) {
		const struct data_table *table = data->tables->pdata[t];
		for (guint r = 0; r < table->reference_list->len; r++)
			if (!check_reference(data, table, table->reference_list->pdata[r], connection, error))
				return false;
	}
	return true;
}
