/* The contract of a change of reference data: rows are as before, and then as in the files. */
#include "migrate/data_contract.h"

#include <string.h>

#include "migrate/data_fields.h"
#include "migrate/data_inside.h"
#include "migrate/data_order.h"
#include "migrate/data_park.h"
#include "migrate/data_write.h"
#include "sql/hidden.h"
#include "sql/psql.h"
#include "sql/quote.h"

typedef bool selector(const struct data_table *, const struct data_row *);

/* The fields by which rows are compared. */
enum by { BY_KEY, BY_ALL, BY_ALL_AND_REST };

static bool is_listed(const struct data_table *table, const struct data_row *row)
{
	(void)table;
	return row->state != ROW_GONE;
}

static bool is_new(const struct data_table *table, const struct data_row *row)
{
	return data_is_inserted(table, row, false);
}

static bool is_changed(const struct data_table *table, const struct data_row *row)
{
	(void)table;
	return row->state == ROW_DIFFERS;
}

static bool is_gone(const struct data_table *table, const struct data_row *row)
{
	(void)table;
	return row->state == ROW_GONE;
}

static void append_value(GString *out, const char *value, const char *type)
{
	if (value)
		quote_literal(out, value);
	else
		g_string_append(out, "NULL");
	if (type)
		g_string_append_printf(out, "::%s", type);
}

static bool is_rest(const struct data_table *table, guint number)
{
	const struct data_column *column = table->facts->columns->pdata[number];

	for (guint i = 0; i < table->fields->len; i++)
		if (((const struct data_field *)table->fields->pdata[i])->column == column)
			return false;
	return !column->generated && !column->by_sequence;
}

/* The first row has casts, which set the types. */
static void append_row(GString *out, const struct data_table *table, const struct data_row *row, enum by by, bool want, bool typed)
{
	const char **values = want ? row->want : row->have, *between = "";

	g_string_append(out, "(");
	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (by == BY_KEY && !field->key)
			continue;
		g_string_append(out, between);
		append_value(out, values[i], typed ? field->of ? field->of->type : field->column->type : NULL);
		between = ", ";
	}
	for (guint i = 0; by == BY_ALL_AND_REST && i < table->facts->columns->len; i++) {
		if (!is_rest(table, i))
			continue;
		g_string_append(out, ", ");
		append_value(out, row->rest[i], typed ? ((const struct data_column *)table->facts->columns->pdata[i])->type : NULL);
	}
	g_string_append(out, ")");
}

static void append_names(GString *out, const struct data_table *table, enum by by)
{
	const char *between = "";

	g_string_append(out, " AS v (");
	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (by == BY_KEY && !field->key)
			continue;
		g_string_append(out, between);
		data_append_label(out, field);
		between = ", ";
	}
	for (guint i = 0; by == BY_ALL_AND_REST && i < table->facts->columns->len; i++)
		if (is_rest(table, i))
			quote_format(out, ", %I", ((const struct data_column *)table->facts->columns->pdata[i])->name);
	g_string_append(out, ")");
}

/* "(VALUES ...) AS v (code, name)"; returns the number of rows. */
static guint append_values(GString *out, const struct data_table *table, selector *chooses, enum by by, bool want)
{
	guint count = 0;

	g_string_append(out, "(VALUES");
	for (guint r = 0; r < data_row_count(table); r++) {
		const struct data_row *row = data_row_at(table, r);
		if (!chooses(table, row))
			continue;
		g_string_append(out, count ? ",\n        " : "\n        ");
		append_row(out, table, row, by, want, count == 0);
		count++;
	}
	g_string_append(out, ")");
	append_names(out, table, by);
	return count;
}

static void append_match(GString *out, const struct data_table *table, enum by by)
{
	bool any = false;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		const char *cast = (field->of ? field->of : field->column)->textual ? "::text" : "";
		if (by == BY_KEY && !field->key)
			continue;
		g_string_append(out, any ? " AND " : "");
		data_append_field(out, field);
		g_string_append_printf(out, field->key ? "%s = v." : "%s IS NOT DISTINCT FROM v.", cast);
		data_append_label(out, field);
		g_string_append(out, cast);
		any = true;
	}
	for (guint i = 0; by == BY_ALL_AND_REST && i < table->facts->columns->len; i++) {
		const struct data_column *column = table->facts->columns->pdata[i];
		const char *cast = column->textual ? "::text" : "";
		if (is_rest(table, i))
			quote_format(out, " AND t.%I%s IS NOT DISTINCT FROM v.%I%s", column->name, cast, column->name, cast);
	}
}

/* A comment in one line, whatever the table's name contains. */
static void append_title(GString *out, const struct data_table *table)
{
	g_autofree char *name = text_visible(table->facts->qualified);

	g_string_append_printf(out, "\n-- %s: ", name);
}

static void assert_rows(
	GString *out, const struct data_table *table, const char *words, selector *chooses, enum by by, bool want, bool there)
{
	g_autoptr(GString) values = g_string_new(NULL), sql = g_string_new(NULL);
	guint count = append_values(values, table, chooses, by, want);

	if (!count)
		return;
	if (there)
		g_string_append_printf(sql, "SELECT count(*) = %u\n    FROM ", count);
	else
		g_string_append(sql, "SELECT NOT EXISTS (SELECT FROM ");
	data_append_from(sql, table, NULL);
	g_string_append_printf(sql, "\n    JOIN %s\n    ON ", values->str);
	append_match(sql, table, by);
	g_string_append(sql, there ? "" : ")");
	append_title(out, table);
	g_string_append_printf(out, words, count);
	g_string_append_c(out, '\n');
	psql_write(out, sql->str);
	g_string_append(out, ";\n");
}

/* Asserts that no other row is in the scope of the file, or that such rows are off. */
static void assert_no_others(GString *out, const struct data_table *table)
{
	g_autoptr(GString) sql = g_string_new("SELECT NOT EXISTS (SELECT FROM "), from = g_string_new(NULL),
			   values = g_string_new(NULL);

	g_string_append_printf(
		from, "(SELECT * FROM %s WHERE (%s\n))", table->facts->qualified, table->where ? table->where : "true");
	data_append_from(sql, table, table->where ? from->str : NULL);
	if (append_values(values, table, is_listed, BY_KEY, true)) {
		g_string_append_printf(sql, "\n    WHERE NOT EXISTS (SELECT FROM %s\n    WHERE ", values->str);
		append_match(sql, table, BY_KEY);
		g_string_append(sql, ")");
	} else {
		g_string_append(sql, "\n    WHERE true");
	}
	if (table->off_column) {
		quote_format(sql, " AND t.%I IS DISTINCT FROM ", table->off_column);
		append_value(sql, table->off_value, NULL);
	}
	g_string_append(sql, ")");
	append_title(out, table);
	g_string_append_printf(out, "no row is there that is not listed%s\n", table->off_column ? ", or it is off" : "");
	psql_write(out, sql->str);
	g_string_append(out, ";\n");
}

static void write_contract(GString *pre, GString *post, const struct data *data)
{
	g_string_append(pre,
		"-- What holds before this change, and again once it is taken back: the rows that it changes are as they were.\n");
	g_string_append(post, "-- What holds after this change: the rows are as they are listed.\n");
	for (guint t = 0; t < data->ordered->len; t++) {
		const struct data_table *table = data->ordered->pdata[t];
		assert_rows(pre, table, "rows that are not there yet: %u", is_new, BY_KEY, true, false);
		assert_rows(pre, table, "rows that change, and have these values: %u", is_changed, BY_ALL, false, true);
		assert_rows(
			pre, table, "rows that are not listed, and have these values: %u", is_gone, BY_ALL_AND_REST, false, true);
		assert_rows(post, table, "rows that are listed, and there: %u", is_listed,
			table->mode == DATA_INSERT ? BY_KEY : BY_ALL, true, true);
		if (table->mode == DATA_FULL)
			assert_no_others(post, table);
	}
}

/*
 * Rows hidden by a policy are an error. All names are qualified except those in bodies of triggers, which use the session's
 * search_path.
 */
static const char settings[] = "SET LOCAL row_security = off;\nSET LOCAL search_path = DEFAULT;\n\n";

static void append_head(struct draft *draft)
{
	g_string_append_printf(draft->build, "-- search_path: pg_catalog\n\n%s", settings);
	g_string_append(draft->rollback, settings);
}

bool data_draft(struct data *data, struct draft *draft, GError **error)
{
	if (data->refusals->len) {
		g_ptr_array_add(data->refusals, NULL);
		g_autofree char *all = g_strjoinv("\n", (char **)data->refusals->pdata);
		g_ptr_array_remove_index(data->refusals, data->refusals->len - 1);
		return migrate_fail(error, MIGRATE_REFUSED, "%s", all);
	}
	if (!data_order(data, error) || !data_park(data, error))
		return false;
	append_head(draft);
	data_write_statements(draft->build, data, false);
	data_write_statements(draft->rollback, data, true);
	write_contract(draft->pre, draft->post, data);
	return true;
}
