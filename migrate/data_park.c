/*
 * Rows of reference data that take unique values from each other: two countries change places in a list. PostgreSQL checks a unique
 * index row by row, so a row whose value another one takes first gets a value that no row has; or the constraint, if it is
 * deferrable, is checked at the end.
 */
#include "migrate/data_park.h"

#include <string.h>

#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "migrate/data_order.h"

/* A row's values in the columns of the index, as one text; NULL: one of them is NULL, which is never a duplicate, or is unknown. */
static char *tuple(const struct data_table *table, const struct data_unique *unique, const char **values)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint u = 0; u < unique->columns->len; u++) {
		bool told = false;
		for (guint i = 0; i < table->fields->len; i++) {
			const struct data_field *field = table->fields->pdata[i];
			if (strcmp(field->column->name, unique->columns->pdata[u]) != 0)
				continue;
			if (!values[i])
				return NULL;
			g_string_append_printf(out, "%zu:%s,", strlen(values[i]), values[i]);
			told = true;
		}
		if (!told)
			return NULL;
	}
	return g_string_free(g_steal_pointer(&out), false);
}

/*
 * A column of the index that can have another value for a while: a nullable one, or one of a type that always has a further value.
 */
static const struct data_column *room(const struct data_table *table, const struct data_unique *unique)
{
	const struct data_column *found = NULL;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (field->key || !g_ptr_array_find_with_equal_func(unique->columns, field->column->name, g_str_equal, NULL))
			continue;
		if (!field->column->not_null)
			return field->column;
		if (!found && !field->reference &&
			(strchr("NDS", field->column->category) || strcmp(field->column->type, "uuid") == 0))
			found = field->column;
	}
	return found;
}

/* The rows that exist afterwards, by their values. */
static GHashTable *find_after(const struct data_table *table, const struct data_unique *unique, bool back)
{
	GHashTable *after = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint r = 0; r < data_row_count(table); r++) {
		struct data_row *row = data_row_at(table, r);
		char *values = data_is_inserted(table, row, back) || data_is_updated(table, row, back)
				       ? tuple(table, unique, data_after(row, back))
				       : NULL;
		if (values)
			g_hash_table_insert(after, values, row);
	}
	return after;
}

static bool park(struct data *data, struct data_table *table, const struct data_unique *unique, bool back, GError **error)
{
	g_autoptr(GHashTable) after = find_after(table, unique, back);
	const struct data_column *column = room(table, unique);

	for (guint r = 0; r < data_row_count(table); r++) {
		struct data_row *row = data_row_at(table, r);
		bool goes = data_is_deleted(table, row, back) || data_is_updated(table, row, back);
		g_autofree char *values = goes ? tuple(table, unique, data_before(row, back)) : NULL;
		const struct data_row *taker = values ? g_hash_table_lookup(after, values) : NULL;
		if (!taker || taker == row)
			continue;
		if (!unique->immediate) {
			g_ptr_array_add(data->deferred[back], unique->name);
			return true;
		}
		if (!column)
			return data_fail(table, row->node ? row->node : table->node, error,
				"rows take their values in %s from each other, which PostgreSQL checks row by row: a constraint "
				"that is DEFERRABLE lets them",
				unique->name);
		if (!row->parked[back])
			row->parked[back] = g_ptr_array_new();
		g_ptr_array_add(row->parked[back], (gpointer)column);
	}
	return true;
}

bool data_park(struct data *data, GError **error)
{
	for (guint t = 0; t < data->tables->len; t++) {
		struct data_table *table = data->tables->pdata[t];
		for (guint u = 0; u < table->facts->uniques->len; u++)
			if (!park(data, table, table->facts->uniques->pdata[u], false, error) ||
				!park(data, table, table->facts->uniques->pdata[u], true, error))
				return false;
	}
	return true;
}
