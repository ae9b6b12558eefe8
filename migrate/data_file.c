/* Files of reference data. */
#include "migrate/data_file.h"

#include <string.h>

#include "migrate/data_inside.h"
#include "sql/whole.h"
#include "yaml/error.h"

static bool take_delete(const char *file, const struct node *node, void *into, GError **error);
static bool take_rows(const char *file, const struct node *node, void *into, GError **error);

static const char *const modes[] = { "merge", "full", "insert", NULL }, *const deletes[] = { "forbid", "allow", NULL };

#define AT(field) offsetof(struct data_table, field)
const struct setting data_settings[] = {
	{ "schema", SETTING_TEXT, AT(schema), "the table's schema", .required = true },
	{ "table", SETTING_TEXT, AT(name), "the table's name", .required = true },
	{ "key", SETTING_TEXTS, AT(key), "the columns that identify a row: those of a primary key or unique constraint",
		.required = true },
	{ "columns", SETTING_TEXTS, AT(columns),
		"the other columns that the rows give; default: all that the first row has. Others are left alone" },
	{ "mode", SETTING_TEXT, AT(mode_word),
		"full: rows that are not listed are deleted; merge: they are left alone, the default; insert: rows that are there "
		"are not changed either",
		.words = modes },
	{ "delete", SETTING_NODE,
		.description = "what happens to rows that are not listed, in mode full: forbid, the default; allow; or deactivate: "
			       "{COLUMN: VALUE}",
		.words = deletes, .take = take_delete },
	{ "where", SETTING_TEXT, AT(where), "a condition: in mode full only rows for which it holds are the file's to delete" },
	{ "references", SETTING_MAP, AT(references),
		"for columns that refer to rows of other tables without a foreign key: SCHEMA.TABLE" },
	{ "rows", SETTING_NODE,
		.description =
			"the rows: maps of columns to values, or lists of values in the order of key and columns; a map as a "
			"value is the key of the row that is referred to",
		.take = take_rows, .required = true },
	{ 0 },
};
#undef AT

bool data_fail(const struct data_table *table, const struct node *node, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	yaml_fail(error, YAML_ERROR_CONTENT, table->file, node->line, node->column, "%s", text);
	return migrate_fail_as(error, MIGRATE_FILES);
}

static bool is_text(const struct node *node)
{
	return node->type == NODE_SCALAR && !node_is_null(node);
}

static bool take_delete(const char *file, const struct node *node, void *into, GError **error)
{
	struct data_table *table = into;
	const struct node *off = node->type == NODE_MAP && node->count == 1 ? node_get(node, "deactivate") : NULL;
	const struct node *value = off && off->type == NODE_MAP && off->count == 1 ? off->first : NULL;

	if (is_text(node) && g_strv_contains(deletes, node->text)) {
		table->delete_word = g_strdup(node->text);
		return true;
	}
	if (!value || value->type != NODE_SCALAR)
		return yaml_fail(error, YAML_ERROR_CONTENT, file, node->line, node->column,
			"\"delete\": expected forbid, allow, or deactivate: {COLUMN: VALUE}");
	table->off_column = g_strdup(value->key);
	table->off_value = node_is_null(value) ? NULL : g_strdup(value->text);
	return true;
}

static bool take_rows(const char *file, const struct node *node, void *into, GError **error)
{
	if (node->type != NODE_LIST)
		return yaml_fail(error, YAML_ERROR_CONTENT, file, node->line, node->column, "\"rows\": expected a list of rows");
	((struct data_table *)into)->rows_node = node;
	return true;
}

static void reference_free(gpointer data)
{
	struct data_reference *reference = data;

	g_ptr_array_unref(reference->keys);
	g_free(reference->alias);
	g_free(reference);
}

static void row_free(gpointer data)
{
	struct data_row *row = data;

	g_free(row->want);
	g_free(row->have);
	g_free(row->differs);
	g_free(row->rest);
	g_clear_pointer(&row->parked[0], g_ptr_array_unref);
	g_clear_pointer(&row->parked[1], g_ptr_array_unref);
	g_free(row);
}

static void table_free(gpointer data)
{
	struct data_table *table = data;
	char *const texts[] = { table->schema, table->name, table->mode_word, table->delete_word, table->off_column,
		table->off_value, table->where, table->staged };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_clear_pointer(&table->key, g_ptr_array_unref);
	g_clear_pointer(&table->columns, g_ptr_array_unref);
	g_clear_pointer(&table->references, g_hash_table_unref);
	g_hash_table_unref(table->late);
	g_ptr_array_unref(table->fields);
	g_ptr_array_unref(table->reference_list);
	g_ptr_array_unref(table->rows);
	g_ptr_array_unref(table->gone);
	g_free(table);
}

static struct data_table *table_new(const char *file, const struct node *node)
{
	struct data_table *table = g_new0(struct data_table, 1);

	table->file = file;
	table->node = node;
	table->fields = g_ptr_array_new_with_free_func(g_free);
	table->reference_list = g_ptr_array_new_with_free_func(reference_free);
	table->rows = g_ptr_array_new_with_free_func(row_free);
	table->gone = g_ptr_array_new_with_free_func(row_free);
	table->late = g_hash_table_new(g_direct_hash, g_direct_equal);
	return table;
}

/* Without a list in the file: the columns of the first row that are not in the key. */
static bool find_columns(struct data_table *table, GError **error)
{
	const struct node *first = table->rows_node->first;

	if (table->columns)
		return true;
	table->columns = g_ptr_array_new_with_free_func(g_free);
	if (first && first->type == NODE_LIST)
		return data_fail(table, first, error, "rows that are lists need `columns` besides `key`, which name their values");
	for (const struct node *value = first && first->type == NODE_MAP ? first->first : NULL; value; value = value->next)
		if (!g_ptr_array_find_with_equal_func(table->key, value->key, g_str_equal, NULL))
			g_ptr_array_add(table->columns, g_strdup(value->key));
	return true;
}

/* Checks what the table of settings cannot express. */
static bool check_table(struct data_table *table, GError **error)
{
	const struct node *where = node_get(table->node, "where"), *off = node_get(table->node, "delete");
	g_autofree char *problem = table->where ? fragment_problem(FRAGMENT_EXPRESSION, table->where) : NULL;

	table->mode = g_strcmp0(table->mode_word, "full") == 0	   ? DATA_FULL
		      : g_strcmp0(table->mode_word, "insert") == 0 ? DATA_INSERT
								   : DATA_MERGE;
	if (!table->key->len)
		return data_fail(table, node_get(table->node, "key"), error, "\"key\": at least one column must identify a row");
	if (problem)
		return data_fail(table, where, error, "\"where\" is no condition: it %s", problem);
	if ((where || off) && table->mode != DATA_FULL)
		return data_fail(table, where ? where : off, error,
			"\"%s\" says what happens to rows that are not listed: only with `mode: full`", where ? "where" : "delete");
	return find_columns(table, error);
}

static bool read_table(struct data *data, const char *file, const struct node *node, GError **error)
{
	struct data_table *table = table_new(file, node);

	g_ptr_array_add(data->tables, table);
	if (!settings_take(file, node, data_settings, table, error))
		return migrate_fail_as(error, MIGRATE_FILES);
	for (guint i = 0; i + 1 < data->tables->len; i++) {
		const struct data_table *other = data->tables->pdata[i];
		if (strcmp(other->schema, table->schema) == 0 && strcmp(other->name, table->name) == 0)
			return data_fail(table, node, error, "the rows of %s.%s are already listed at %s:%u", table->schema,
				table->name, other->file, other->node->line);
	}
	return check_table(table, error);
}

static bool read_file(struct data *data, const char *path, GError **error)
{
	struct arena *arena = arena_new();
	const char *file = arena_text(arena, path, strlen(path));

	g_ptr_array_add(data->arenas, arena);
	const struct node *root = settings_load(file, arena, error);
	return root ? read_table(data, file, root, error) : migrate_fail_as(error, MIGRATE_FILES);
}

static void facts_free(gpointer pointer)
{
	struct data_facts *facts = pointer;

	g_free(facts->schema);
	g_free(facts->name);
	g_free(facts->qualified);
	g_ptr_array_unref(facts->columns);
	g_ptr_array_unref(facts->uniques);
	g_ptr_array_unref(facts->foreign_keys);
	g_free(facts);
}

struct data *data_read(const GPtrArray *paths, GError **error)
{
	struct data *data = g_new0(struct data, 1);

	data->tables = g_ptr_array_new_with_free_func(table_free);
	data->facts = g_ptr_array_new_with_free_func(facts_free);
	data->ordered = g_ptr_array_new();
	data->arenas = g_ptr_array_new_with_free_func((GDestroyNotify)arena_free);
	data->refusals = g_ptr_array_new_with_free_func(g_free);
	data->deferred[0] = g_ptr_array_new();
	data->deferred[1] = g_ptr_array_new();
	data->values = arena_new();
	g_ptr_array_add(data->arenas, data->values);
	for (guint i = 0; i < paths->len; i++)
		if (!read_file(data, paths->pdata[i], error)) {
			data_free(data);
			return NULL;
		}
	return data;
}

const char *data_schema(const struct data *data, const char *schema)
{
	return g_strcmp0(schema, data->tenant.stand_in) == 0 ? data->tenant.schema : schema;
}

bool data_take_tenant(struct data *data, const char *stand_in, const char *tenant, const char *path, GError **error)
{
	data->tenant = (struct data_tenant){ g_strdup(stand_in), g_strdup(tenant), g_strdup(path) };
	for (guint i = 0; i < data->tables->len; i++) {
		struct data_table *table = data->tables->pdata[i];
		if (strcmp(table->schema, stand_in) != 0)
			continue;
		if (strcmp(table->name, "contract") == 0)
			return migrate_fail(error, MIGRATE_REFUSED,
				"%s:%u: rows of a table \"contract\" of tenants cannot be compared: changes for tenants name no schema, and in "
				"pre and post the name means their temporary table; rename the table",
				table->file, table->node->line);
		g_free(table->schema);
		table->schema = g_strdup(tenant);
	}
	return true;
}

void data_free(struct data *data)
{
	if (!data)
		return;
	g_free(data->tenant.stand_in);
	g_free(data->tenant.schema);
	g_free(data->tenant.path);
	g_ptr_array_unref(data->tables);
	g_ptr_array_unref(data->ordered);
	g_ptr_array_unref(data->facts);
	g_ptr_array_unref(data->arenas);
	g_ptr_array_unref(data->refusals);
	g_ptr_array_unref(data->deferred[0]);
	g_ptr_array_unref(data->deferred[1]);
	g_free(data);
}
