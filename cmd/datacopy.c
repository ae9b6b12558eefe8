/* Rows of tables in files next to the schema. */
#include "cmd/datacopy.h"

#include <errno.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "cmd/datacopy_inside.h"
#include "cmd/place_query.h"
#include "sql/quote.h"
#include "yaml/tree.h"

#define DATACOPY_ERROR (g_quark_from_static_string("datacopy"))

static void free_file(gpointer data)
{
	struct datacopy_file *file = data;

	g_free(file->path);
	if (file->text)
		g_string_free(file->text, true);
	g_free(file);
}

GPtrArray *datacopy_new(void)
{
	return g_ptr_array_new_with_free_func(free_file);
}

GPtrArray *datacopy_columns(const struct object *table)
{
	GPtrArray *columns = g_ptr_array_new();
	struct parts parts = object_columns(table);

	for (size_t i = 0; i < parts.count; i++)
		if (!((const struct column *)parts.items[i])->generated)
			g_ptr_array_add(columns, (gpointer)parts.items[i]);
	return columns;
}

int datacopy_column_at(const GPtrArray *columns, const char *name)
{
	for (guint i = 0; i < columns->len; i++)
		if (strcmp(((const struct object *)columns->pdata[i])->name, name) == 0)
			return (int)i;
	return -1;
}

/* Types whose sort order depends on the database's locale. */
static bool is_textual(const char *type)
{
	static const char *const types[] = { "text", "character", "name", "citext", NULL };

	for (size_t i = 0; types[i]; i++)
		if (g_str_has_prefix(type, types[i]))
			return true;
	return false;
}

/* By the primary key; without one, by all columns cast to text, since not every type has a sort order. */
static void append_order(GString *sql, const struct object *table, const GPtrArray *columns)
{
	const struct names *key = primary_key_columns(table);

	for (size_t i = 0; i < (key ? key->count : columns->len); i++) {
		const struct object *column = key ? object_column(table, key->items[i]) : columns->pdata[i];
		bool textual = is_textual(((const struct column *)column)->type);
		quote_format(sql, "%s%I%s%s", i ? ", " : " ORDER BY ", column->name, key ? "" : "::text",
			textual || !key ? " COLLATE \"C\"" : "");
	}
}

char *datacopy_statement(const struct object *table, const GPtrArray *columns)
{
	GString *sql = g_string_new("COPY (SELECT ");

	for (guint i = 0; i < columns->len; i++)
		quote_format(sql, "%s%I", i ? ", " : "", ((const struct object *)columns->pdata[i])->name);
	g_string_append(sql, ((const struct table *)table)->partition_by ? " FROM " : " FROM ONLY ");
	quote_qualified(sql, table->schema, table->name);
	append_order(sql, table, columns);
	g_string_append(sql, ") TO STDOUT (FORMAT csv)");
	return g_string_free(sql, false);
}

char *datacopy_path(const struct config *config, const struct object *table, unsigned name_letters)
{
	g_autofree char *directory = config_directory(config, config->data), *schema = yaml_file_part(table->schema, 63);
	g_autofree char *below = g_strdup_printf("schema.%s", schema), *name = yaml_file_part(table->name, name_letters);
	g_autofree char *file = g_strdup_printf("table.%s.data", name);

	return g_build_filename(directory, below, file, NULL);
}

static bool add_statement(const struct snapshot *snapshot, const struct config *config, const struct config_table *wanted,
	unsigned name_letters, GPtrArray *statements, GPtrArray *files, GError **error)
{
	const struct object *table = snapshot_find(snapshot, &table_kind, wanted->schema, wanted->name);

	if (!table) {
		g_set_error(error, DATACOPY_ERROR, 0,
			"%s:%u:%u: datacopy names table %s.%s, and there is none among what is described; nothing was written",
			wanted->file, wanted->line, wanted->column, wanted->schema, wanted->name);
		return false;
	}
	g_autoptr(GPtrArray) columns = datacopy_columns(table);
	struct datacopy_file *file = g_new0(struct datacopy_file, 1);
	file->path = datacopy_path(config, table, name_letters);
	g_ptr_array_add(statements, datacopy_statement(table, columns));
	for (guint i = 0; i < files->len; i++)
		if (strcmp(((const struct datacopy_file *)files->pdata[i])->path, file->path) == 0) {
			g_set_error(error, DATACOPY_ERROR, 0,
				"%s:%u:%u: the rows of table %s.%s would have the same file as those of another one, %s",
				wanted->file, wanted->line, wanted->column, wanted->schema, wanted->name, file->path);
			free_file(file);
			return false;
		}
	g_ptr_array_add(files, file);
	return true;
}

bool datacopy_read(struct place *place, const struct snapshot *snapshot, const struct config *config, unsigned name_letters,
	GPtrArray *files, GError **error)
{
	g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func(g_free);

	if (!place_is_database(place) || !config->datacopy->len)
		return true;
	for (guint i = 0; i < config->datacopy->len; i++)
		if (!add_statement(snapshot, config, config->datacopy->pdata[i], name_letters, statements, files, error))
			return false;
	GPtrArray *texts = place_copy(place, statements, error);
	for (guint i = 0; texts && i < texts->len; i++)
		((struct datacopy_file *)files->pdata[i])->text = g_steal_pointer(&texts->pdata[i]);
	if (!texts)
		return false;
	g_ptr_array_set_free_func(texts, NULL);
	g_ptr_array_unref(texts);
	return true;
}

bool datacopy_write(const GPtrArray *files, GError **error)
{
	g_autofree struct output *outputs = g_new0(struct output, files->len + 1);

	for (guint i = 0; i < files->len; i++) {
		const struct datacopy_file *file = files->pdata[i];
		g_autofree char *directory = g_path_get_dirname(file->path);
		outputs[i] = (struct output){ file->path, file->text };
		if (g_mkdir_with_parents(directory, 0777) != 0) {
			g_set_error(error, DATACOPY_ERROR, 0, "%s: cannot be made: %s", directory, g_strerror(errno));
			return false;
		}
	}
	return !files->len || output_write(outputs, files->len, error);
}
