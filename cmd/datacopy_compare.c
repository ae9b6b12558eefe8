/* Compares the rows of a database with the files next to the schema. */
#include "cmd/datacopy_compare.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "cmd/datacopy_inside.h"
#include "cmd/place_query.h"
#include "cmd/terminal.h"

#define DATACOPY_ERROR (g_quark_from_static_string("datacopy"))

static void free_table(gpointer data)
{
	struct datacopy_table *table = data;
	GPtrArray *const arrays[] = { table->have_columns, table->want_columns, table->have_rows, table->want_rows, table->rows };

	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		if (arrays[i])
			g_ptr_array_unref(arrays[i]);
	g_free(table->path);
	g_free(table);
}

void datacopy_free(struct datacopy *datacopy)
{
	if (!datacopy)
		return;
	g_ptr_array_unref(datacopy->tables);
	g_free(datacopy);
}

static bool read_file(struct datacopy_table *table, GError **error)
{
	g_autofree char *text = NULL;
	gsize length;

	if (!g_file_get_contents(table->path, &text, &length, error))
		return false;
	table->want_rows = csv_parse(table->path, text, length, error);
	for (guint i = 0; table->want_rows && i < table->want_rows->len; i++) {
		const struct csv_row *row = table->want_rows->pdata[i];
		if (row->fields->len == table->want_columns->len)
			continue;
		g_autofree char *name = object_describe(table->want);
		g_set_error(error, DATACOPY_ERROR, 0, "%s:%u: %u values, and %s has %u columns", table->path, row->line,
			row->fields->len, name, table->want_columns->len);
		return false;
	}
	return table->want_rows;
}

/* The primary key of the wanted table, where the existing table has its columns; else NULL. */
static const struct names *common_key(const struct datacopy_table *table)
{
	const struct names *columns = primary_key_columns(table->want);

	for (size_t i = 0; columns && i < columns->count; i++)
		if (datacopy_column_at(table->want_columns, columns->items[i]) < 0 ||
			(table->have && datacopy_column_at(table->have_columns, columns->items[i]) < 0))
			return NULL;
	return columns;
}

/* Values of the columns as one text, different for different values; columns NULL: all, in order. */
static char *text_of(const GPtrArray *fields, const GPtrArray *columns, const struct names *of)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < (of ? of->count : fields->len); i++) {
		const char *value = fields->pdata[of ? (guint)datacopy_column_at(columns, of->items[i]) : (guint)i];
		if (value)
			g_string_append_printf(text, "%zu:%s", strlen(value), value);
		else
			g_string_append_c(text, '-');
	}
	return g_string_free(text, false);
}

/* A column that the table does not have yet counts as different. */
static bool same_values(const struct datacopy_table *table, const GPtrArray *have, const GPtrArray *want)
{
	for (guint i = 0; i < table->want_columns->len; i++) {
		int at = datacopy_column_at(table->have_columns, ((const struct object *)table->want_columns->pdata[i])->name);
		if (at < 0 || g_strcmp0(have->pdata[at], want->pdata[i]) != 0)
			return false;
	}
	return true;
}

static void add_row(struct datacopy_table *table, const GPtrArray *have, const GPtrArray *want)
{
	struct datacopy_row *row = g_new(struct datacopy_row, 1);

	*row = (struct datacopy_row){ have, want };
	g_ptr_array_add(table->rows, row);
	*(!want					 ? &table->deleted
		: !have				 ? &table->inserted
		: same_values(table, have, want) ? &table->restored
						 : &table->changed) += 1;
}

static bool compare_by_key(struct datacopy_table *table, GError **error)
{
	g_autoptr(GHashTable) have = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			      seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	bool columns_go = false;

	for (guint i = 0; i < table->have_columns->len; i++)
		columns_go = columns_go || datacopy_column_at(table->want_columns,
						   ((const struct object *)table->have_columns->pdata[i])->name) < 0;
	for (guint i = 0; i < table->have_rows->len; i++) {
		const GPtrArray *fields = ((const struct csv_row *)table->have_rows->pdata[i])->fields;
		g_hash_table_insert(have, text_of(fields, table->have_columns, table->key), (gpointer)fields);
	}
	for (guint i = 0; i < table->want_rows->len; i++) {
		const struct csv_row *row = table->want_rows->pdata[i];
		char *key = text_of(row->fields, table->want_columns, table->key);
		const GPtrArray *twin = g_hash_table_lookup(have, key);
		if (!g_hash_table_add(seen, key)) {
			g_set_error(error, DATACOPY_ERROR, 0, "%s:%u: a row with this primary key stands before it", table->path,
				row->line);
			return false;
		}
		if (!twin || columns_go || !same_values(table, twin, row->fields))
			add_row(table, twin, row->fields);
	}
	for (guint i = 0; i < table->have_rows->len; i++) {
		const GPtrArray *fields = ((const struct csv_row *)table->have_rows->pdata[i])->fields;
		g_autofree char *key = text_of(fields, table->have_columns, table->key);
		if (!g_hash_table_contains(seen, key))
			add_row(table, fields, NULL);
	}
	return true;
}

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *sorted_texts(const GPtrArray *rows)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(texts, text_of(((const struct csv_row *)rows->pdata[i])->fields, NULL, NULL));
	g_ptr_array_sort(texts, compare_texts);
	return texts;
}

/* Without a key the rows are all equal or all replaced. */
static void compare_whole(struct datacopy_table *table)
{
	g_autoptr(GPtrArray) have = sorted_texts(table->have_rows), want = sorted_texts(table->want_rows);
	bool same = have->len == want->len && table->have_columns->len == table->want_columns->len;

	for (guint i = 0; same && i < table->have_columns->len; i++)
		same = datacopy_column_at(table->want_columns, ((const struct object *)table->have_columns->pdata[i])->name) ==
		       (int)i;
	for (guint i = 0; same && i < have->len; i++)
		same = strcmp(have->pdata[i], want->pdata[i]) == 0;
	for (guint i = 0; !same && i < table->have_rows->len; i++)
		add_row(table, ((const struct csv_row *)table->have_rows->pdata[i])->fields, NULL);
	for (guint i = 0; !same && i < table->want_rows->len; i++)
		add_row(table, NULL, ((const struct csv_row *)table->want_rows->pdata[i])->fields);
}

/* Adds the rows of the table's file, if it exists. */
static bool add_table(struct datacopy *datacopy, const struct config *config, const struct config_table *wanted,
	unsigned name_letters, GError **error)
{
	const struct object *want = snapshot_find(datacopy->comparison->want, &table_kind, wanted->schema, wanted->name);

	if (!want) {
		terminal_warn("%s:%u:%u: datacopy names table %s.%s, which is not compared: its rows are left alone", wanted->file,
			wanted->line, wanted->column, wanted->schema, wanted->name);
		return true;
	}
	struct datacopy_table *table = g_new0(struct datacopy_table, 1);
	g_ptr_array_add(datacopy->tables, table);
	table->want = want;
	table->have =
		snapshot_find(datacopy->comparison->have, &table_kind, want->schema, want->oldname ? want->oldname : want->name);
	if (!table->have && want->oldname)
		table->have = snapshot_find(datacopy->comparison->have, &table_kind, want->schema, want->name);
	table->want_columns = datacopy_columns(want);
	table->have_columns = table->have ? datacopy_columns(table->have) : g_ptr_array_new();
	table->rows = g_ptr_array_new_with_free_func(g_free);
	table->key = common_key(table);
	table->path = datacopy_path(config, want, name_letters);
	if (g_file_test(table->path, G_FILE_TEST_EXISTS))
		return read_file(table, error);
	terminal_note("%s:%u:%u: there is no file %s: the rows of table %s.%s are left alone", wanted->file, wanted->line,
		wanted->column, table->path, want->schema, want->name);
	g_ptr_array_remove_index(datacopy->tables, datacopy->tables->len - 1);
	return true;
}

static bool read_rows(struct datacopy *datacopy, GError **error)
{
	g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func(g_free);
	guint at = 0;

	for (guint i = 0; i < datacopy->tables->len; i++) {
		const struct datacopy_table *table = datacopy->tables->pdata[i];
		if (table->have)
			g_ptr_array_add(statements, datacopy_statement(table->have, table->have_columns));
	}
	g_autoptr(GPtrArray) texts = place_copy(datacopy->comparison->have_place, statements, error);
	for (guint i = 0; texts && i < datacopy->tables->len; i++) {
		struct datacopy_table *table = datacopy->tables->pdata[i];
		const GString *text = table->have ? texts->pdata[at++] : NULL;
		table->have_rows =
			csv_parse(place_name(datacopy->comparison->have_place), text ? text->str : "", text ? text->len : 0, error);
		if (!table->have_rows)
			return false;
	}
	return texts;
}

struct datacopy *datacopy_compare(
	const struct comparison *comparison, const struct config *config, unsigned name_letters, GError **error)
{
	struct datacopy *datacopy = g_new0(struct datacopy, 1);
	bool good = true;

	datacopy->comparison = comparison;
	datacopy->tables = g_ptr_array_new_with_free_func(free_table);
	if (config->datacopy->len && !place_is_database(comparison->have_place)) {
		terminal_note("%s is not a database: the rows of the tables of datacopy are not compared",
			place_name(comparison->have_place));
		return datacopy;
	}
	for (guint i = 0; good && i < config->datacopy->len; i++)
		good = add_table(datacopy, config, config->datacopy->pdata[i], name_letters, error);
	good = good && (!datacopy->tables->len || read_rows(datacopy, error));
	for (guint i = 0; good && i < datacopy->tables->len; i++) {
		struct datacopy_table *table = datacopy->tables->pdata[i];
		if (table->key)
			good = compare_by_key(table, error);
		else
			compare_whole(table);
	}
	if (good)
		return datacopy;
	datacopy_free(datacopy);
	return NULL;
}

GPtrArray *datacopy_differences(const struct datacopy *datacopy)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < datacopy->tables->len; i++) {
		const struct datacopy_table *table = datacopy->tables->pdata[i];
		if (!table->inserted && !table->changed && !table->deleted)
			continue;
		g_autofree char *name = object_describe(table->want), *shown = terminal_escape(name),
				*path = terminal_escape(table->path);
		g_ptr_array_add(texts, g_strdup_printf("%s: rows: %u of %s are missing, %u differ, %u are not wanted", shown,
					       table->inserted, path, table->changed, table->deleted));
	}
	return texts;
}
