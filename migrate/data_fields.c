/* Which columns reference data has, and how each value is given: directly, or by the key of the referenced row. */
#include "migrate/data_fields.h"

#include <string.h>

#include "migrate/data_facts.h"
#include "migrate/data_file.h"
#include "migrate/data_inside.h"
#include "sql/hidden.h"
#include "sql/quote.h"
#include "yaml/suggest.h"

/* The row's value of a column; NULL: none. */
static const struct node *value_of(const struct data_table *table, const struct node *row, guint number)
{
	const char *name = number < table->key->len ? table->key->pdata[number] : table->columns->pdata[number - table->key->len];
	const struct node *value = row->type == NODE_LIST ? row->first : NULL;

	if (row->type == NODE_MAP)
		return node_get(row, name);
	for (; value && number; number--)
		value = value->next;
	return value;
}

/* The first row that gives the value as a map. */
static const struct node *map_of(const struct data_table *table, guint number)
{
	for (const struct node *row = table->rows_node->first; row; row = row->next) {
		const struct node *value = value_of(table, row, number);
		if (value && value->type == NODE_MAP)
			return value;
	}
	return NULL;
}

static const struct data_foreign_key *foreign_key_of(const struct data_facts *facts, const char *column)
{
	for (guint i = 0; i < facts->foreign_keys->len; i++) {
		const struct data_foreign_key *key = facts->foreign_keys->pdata[i];
		if (key->columns->len == 1 && strcmp(key->columns->pdata[0], column) == 0)
			return key;
	}
	return NULL;
}

/* Finds the referenced table from the file, or else from a foreign key. */
static bool find_other(struct data *data, struct data_table *table, const char *column, const struct node *map,
	struct data_reference *reference, GError **error)
{
	const char *told = table->references ? g_hash_table_lookup(table->references, column) : NULL,
		   *dot = told ? strchr(told, '.') : NULL;
	const struct data_foreign_key *key = foreign_key_of(table->facts, column);

	if (told && !dot)
		return data_fail(table, node_get(table->node, "references"), error, "\"%s\": expected SCHEMA.TABLE, found \"%s\"",
			column, told);
	if (!told && !key)
		return data_fail(table, map, error,
			"no foreign key says which table column %s of %s refers to; write `references: {%s: SCHEMA.TABLE}`", column,
			table->facts->qualified, column);
	g_autofree char *schema = told ? g_strndup(told, (size_t)(dot - told)) : g_strdup(key->schema);
	reference->facts = data_facts_of(data, schema, told ? dot + 1 : key->table);
	reference->column = told ? NULL : key->referenced->pdata[0];
	return true;
}

static bool add_reference(struct data *data, struct data_table *table, guint number, const char *column, GError **error)
{
	const struct node *map = map_of(table, number);

	if (!map)
		return true;
	struct data_reference *reference = g_new0(struct data_reference, 1);
	reference->keys = g_ptr_array_new();
	reference->alias = g_strdup_printf("r%u", table->reference_list->len + 1);
	g_ptr_array_add(table->reference_list, reference);
	for (const struct node *entry = map->first; entry; entry = entry->next)
		g_ptr_array_add(reference->keys, (gpointer)entry->key);
	for (guint i = 0; i < table->fields->len; i++) {
		struct data_field *field = table->fields->pdata[i];
		if (strcmp(field->column->name, column) == 0)
			field->reference = reference;
	}
	return find_other(data, table, column, map, reference, error);
}

/* The position where the file names a column: in its list, or else in the first row. */
static struct node place_of(const struct data_table *table, const char *name, const char *list)
{
	const struct node *told = node_get(table->node, list), *first = table->rows_node->first;
	const struct node *value = !told && first && first->type == NODE_MAP ? node_get(first, name) : NULL;
	struct node place = told ? *told : value ? *value : *table->rows_node;

	if (value) {
		place.line = value->key_line;
		place.column = value->key_column;
	}
	for (const struct node *item = told && told->type == NODE_LIST ? told->first : NULL; item; item = item->next)
		if (item->text && strcmp(item->text, name) == 0)
			place = *item;
	return place;
}

static const struct data_column *find_column(const struct data_table *table, const char *name, const char *at, GError **error)
{
	const struct data_column *column = data_column_of(table->facts, name);
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	for (guint i = 0; i < table->facts->columns->len; i++)
		g_ptr_array_add(known, ((struct data_column *)table->facts->columns->pdata[i])->name);
	g_ptr_array_add(known, NULL);
	const char *nearest = column ? NULL : suggest_nearest(name, (const char *const *)known->pdata);
	const struct node where = place_of(table, name, at);
	if (!column)
		data_fail(table, &where, error, "there is no column %s of %s%s%s%s", name, table->facts->qualified,
			nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
	else if (column->generated || column->always)
		data_fail(table, &where, error, "column %s of %s cannot be given: the server %s", name, table->facts->qualified,
			column->generated ? "computes it" : "gives it (GENERATED ALWAYS AS IDENTITY)");
	else
		return column;
	return NULL;
}

static bool told_twice(const struct data_table *table, const char *name, const char *at, GError **error)
{
	const struct node where = place_of(table, name, at);

	return data_fail(table, &where, error, "column %s is given twice", name);
}

static bool add_columns(struct data_table *table, const GPtrArray *names, const char *at, bool key, GError **error)
{
	for (guint i = 0; i < names->len; i++) {
		const struct data_column *column = find_column(table, names->pdata[i], at, error);
		if (!column)
			return false;
		for (guint f = 0; f < table->fields->len; f++)
			if (((struct data_field *)table->fields->pdata[f])->column == column)
				return told_twice(table, column->name, at, error);
		struct data_field *field = g_new0(struct data_field, 1);
		field->column = column;
		field->key = key;
		g_ptr_array_add(table->fields, field);
	}
	return true;
}

/* The referenced column of the other table: without a foreign key its primary key, the first unique key. */
static bool settle_reference(struct data_table *table, struct data_reference *reference, GError **error)
{
	const struct data_facts *facts = reference->facts;
	const struct data_unique *first = facts->uniques->len ? facts->uniques->pdata[0] : NULL;
	const struct node *at = node_get(table->node, "references") ? node_get(table->node, "references") : table->rows_node;

	if (!facts->relkind)
		return data_fail(table, at, error, "there is no table %s to refer to", facts->qualified);
	if (!reference->column && (!first || first->columns->len != 1))
		return data_fail(table, at, error, "%s has no primary key of one column to refer to", facts->qualified);
	if (!reference->column)
		reference->column = first->columns->pdata[0];
	for (guint i = 0; i < reference->keys->len; i++)
		if (!data_column_of(facts, reference->keys->pdata[i]))
			return data_fail(table, at, error, "there is no column %s of %s, which a row is to be found by",
				(char *)reference->keys->pdata[i], facts->qualified);
	return data_is_unique(facts, reference->keys) ||
	       data_fail(table, at, error,
		       "a row of %s is not identified by %s: no primary key or unique constraint has exactly these columns",
		       facts->qualified, (char *)reference->keys->pdata[0]);
}

/* A reference has one field for each column of its key. */
static void spread(struct data_table *table)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		for (guint k = 0; k < (field->reference ? field->reference->keys->len : 1); k++) {
			struct data_field *copy = g_memdup2(field, sizeof *field);
			if (field->reference)
				copy->of = data_column_of(field->reference->facts, field->reference->keys->pdata[k]);
			g_ptr_array_add(fields, copy);
		}
	}
	g_ptr_array_unref(table->fields);
	table->fields = fields;
}

static bool find_references(struct data *data, struct data_table *table, GError **error)
{
	for (guint i = 0; i < table->key->len + table->columns->len; i++)
		if (!add_reference(data, table, i,
			    i < table->key->len ? table->key->pdata[i] : table->columns->pdata[i - table->key->len], error))
			return false;
	return true;
}

static bool check_off_column(const struct data_table *table, GError **error)
{
	return !table->off_column || find_column(table, table->off_column, "delete", error);
}

bool data_find_fields(struct data *data, PGconn *connection, GError **error)
{
	guint known = data->facts->len;

	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		if (!add_columns(table, table->key, "key", true, error) ||
			!add_columns(table, table->columns, "columns", false, error) || !check_off_column(table, error))
			return false;
		if (!data_is_unique(table->facts, table->key))
			return data_fail(table, node_get(table->node, "key"), error,
				"no primary key or unique constraint of %s has only columns of `key`, so it does not identify a row",
				table->facts->qualified);
		if (!find_references(data, table, error))
			return false;
	}
	if (!data_load_facts(data, connection, known, error))
		return false;
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		for (guint r = 0; r < table->reference_list->len; r++)
			if (!settle_reference(table, table->reference_list->pdata[r], error))
				return false;
		spread(table);
	}
	return true;
}

void data_append_label(GString *out, const struct data_field *field)
{
	g_autofree char *name =
		field->of ? g_strdup_printf("%s.%s", field->column->name, field->of->name) : g_strdup(field->column->name);

	quote_identifier(out, name);
}

void data_append_field(GString *out, const struct data_field *field)
{
	quote_format(out, "%s.%I", field->of ? field->reference->alias : "t", field->of ? field->of->name : field->column->name);
}

void data_append_from(GString *out, const struct data_table *table, const char *from)
{
	g_string_append_printf(out, "%s AS t", from ? from : table->facts->qualified);
	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i], *before = i ? table->fields->pdata[i - 1] : NULL;
		if (field->reference && (!before || before->reference != field->reference))
			quote_format(out, " LEFT JOIN %s AS %s ON %s.%I = t.%I", field->reference->facts->qualified,
				field->reference->alias, field->reference->alias, field->reference->column, field->column->name);
	}
}

void data_append_keys_match(GString *out, const struct data_table *table, const char *left, const char *right)
{
	bool first = true;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (!field->key)
			continue;
		g_string_append(out, first ? "" : " AND ");
		g_string_append_printf(out, left, i);
		g_string_append(out, " = ");
		g_string_append_printf(out, right, i);
		first = false;
	}
}

char *data_describe(const struct data_table *table, const struct data_row *row)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char **values = row->want ? row->want : row->have;

	for (guint i = 0; i < table->fields->len; i++) {
		const struct data_field *field = table->fields->pdata[i];
		if (field->key)
			g_string_append_printf(out, "%s%s%s%s=%s", out->len ? ", " : "", field->column->name, field->of ? "." : "",
				field->of ? field->of->name : "", values[i] ? values[i] : "NULL");
	}
	return text_visible(out->str);
}
