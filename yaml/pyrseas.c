/* Pyrseas' documents brought to our way of saying it. */
#include "yaml/pyrseas.h"

#include <string.h>

#include "catalog/column.h"
#include "catalog/kinds.h"
#include "catalog/table.h"
#include "sql/quote.h"
#include "yaml/name.h"

/* One entry of an object's map, to be brought to our form. */
typedef bool adapt_entry(struct loader *, const struct object *, struct node *map, struct node *entry, GError **);

static adapt_entry wrap_expression, quote_collation, take_procedure, complete_references, adapt_indexes, take_cluster;

/* What to do with an entry: call a function, give it another key, or (neither) forget it. */
static const struct {
	const struct kind *kind;
	const char *key, *rename;
	adapt_entry *adapt;
} rules[] = {
	{ &check_kind, "expression", .adapt = wrap_expression },
	{ &check_kind, "columns" },
	{ &domain_check_kind, "expression", .adapt = wrap_expression },
	{ &domain_check_kind, "columns" },
	{ &column_kind, "collation", .adapt = quote_collation },
	{ &composite_attribute_kind, "collation", .adapt = quote_collation },
	{ &foreign_key_kind, "references", .adapt = complete_references },
	{ &foreign_key_kind, "access_method" },
	{ &foreign_key_kind, "tablespace" },
	{ &foreign_key_kind, "cluster" },
	{ &primary_key_kind, "inherited" },
	{ &primary_key_kind, "cluster" },
	{ &unique_kind, "inherited" },
	{ &unique_kind, "cluster" },
	{ &index_kind, "columns", .rename = "keys" },
	{ &index_kind, "cluster" },
	{ &trigger_kind, "procedure", .adapt = take_procedure },
	{ &table_kind, "indexes", .adapt = adapt_indexes },
	{ &table_kind, "primary_key", .adapt = take_cluster },
	{ &table_kind, "unique_constraints", .adapt = take_cluster },
	{ &materialized_view_kind, "indexes", .adapt = adapt_indexes },
};

bool pyrseas_adapt(struct loader *loader, const struct object *object, struct node *map, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct node *entry = rules[i].kind == object->kind ? node_get(map, rules[i].key) : NULL;

		if (!entry)
			continue;
		if (rules[i].adapt) {
			if (!rules[i].adapt(loader, object, map, entry, error))
				return false;
		} else if (!rules[i].rename) {
			node_remove(map, entry);
		} else if (!node_get(map, rules[i].rename)) {
			entry->key = rules[i].rename;
		}
	}
	return true;
}

/* Whether a blank stands outside of quotes and parentheses: then it is no name, call or constant. */
static bool has_open_blank(const char *text)
{
	unsigned depth = 0;
	char quote = '\0';

	for (; *text; text++) {
		if (quote)
			quote = *text == quote ? '\0' : quote;
		else if (*text == '\'' || *text == '"')
			quote = *text;
		else if (*text == '(' || *text == ')')
			depth += *text == '(' ? 1 : depth ? -1u : 0;
		else if (g_ascii_isspace(*text) && !depth)
			return true;
	}
	return false;
}

/* `i > 5` is what the server prints as `(i > 5)`. Names, calls and CASE are printed without parentheses. */
static bool wrap_expression(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)map, (void)error;
	if (entry->type == NODE_SCALAR && !node_is_null(entry) && *entry->text != '(' && g_ascii_strncasecmp(entry->text, "case", 4) != 0 &&
	    has_open_blank(entry->text)) {
		g_autofree char *wrapped = g_strdup_printf("(%s)", entry->text);
		entry->text = arena_text(loader->arena, wrapped, strlen(wrapped));
	}
	return true;
}

/* The bare name of a collation becomes SQL: C is "C". Lower-case names, perhaps qualified, are the same in both. */
static bool quote_collation(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)map, (void)error;
	if (entry->type == NODE_SCALAR && !node_is_null(entry) && !strchr(entry->text, '"') &&
	    entry->text[strspn(entry->text, "abcdefghijklmnopqrstuvwxyz0123456789_$.")]) {
		g_autofree char *quoted = quote_identifier_dup(entry->text);
		entry->text = arena_text(loader->arena, quoted, strlen(quoted));
	}
	return true;
}

/* The constants of an argument list, 'a', 'it''s', 3, as a list of texts; false when it is none. */
static bool add_arguments(struct arena *arena, struct node *list, const char *text)
{
	for (;;) {
		g_autoptr(GString) argument = g_string_new(NULL);

		text += strspn(text, " \t\n");
		if (*text == '\'') {
			for (text++; *text && (*text != '\'' || text[1] == '\''); text++) {
				g_string_append_c(argument, *text);
				text += *text == '\'';
			}
			if (*text++ != '\'')
				return false;
		} else {
			size_t length = strcspn(text, ",");
			g_string_append_len(argument, text, (gssize)length);
			g_strchomp(argument->str);
			text += length;
		}
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, argument->str));
		text += strspn(text, " \t\n");
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
}

/* f(), f('a', 'b') and {name: f, arguments: "'a', 'b'"} become the name f and the list [a, b]. */
static bool take_procedure(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	const struct node *name = entry->type == NODE_MAP ? node_get(entry, "name") : entry;
	const struct node *given = entry->type == NODE_MAP ? node_get(entry, "arguments") : NULL;
	g_autofree char *arguments = given && given->type == NODE_SCALAR ? g_strdup(given->text) : NULL;

	(void)object;
	if (entry->type == NODE_LIST || !name || name->type != NODE_SCALAR || (entry->type == NODE_MAP && entry->count != (given ? 2 : 1)))
		return loader_fail(loader, entry, error, "\"procedure\" of a trigger: expected a name, or a map of name and arguments, found %s",
				   node_found(loader->arena, entry));
	const char *text = name->text, *open = *text == '"' ? NULL : strchr(text, '(');
	size_t length = strlen(text);
	if (length && text[length - 1] == ')' && (open || (open = strrchr(text, '(')))) {
		if (!arguments)
			arguments = g_strndup(open + 1, (size_t)(text + length - 1 - open - 1));
		text = arena_text(loader->arena, text, (size_t)(open - text));
	}
	*entry = (struct node){
		.type = NODE_SCALAR, .style = NODE_QUOTED, .text = text, .key = entry->key, .line = entry->line, .column = entry->column,
		.key_line = entry->key_line, .key_column = entry->key_column, .next = entry->next,
	};
	if (!arguments || !*g_strstrip(arguments))
		return true;
	struct node *list = node_new(loader->arena, NODE_LIST);
	if (node_get(map, "arguments"))
		return loader_fail(loader, entry, error, "the arguments of the trigger's procedure are told twice");
	if (!add_arguments(loader->arena, list, arguments))
		return loader_fail(loader, entry, error, "the arguments of the trigger's procedure, %s: expected constants, parted by commas",
				   arguments);
	node_add(loader->arena, map, "arguments", list);
	return true;
}

/* The referenced table is of the same schema when nothing else is said. */
static bool complete_references(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)map, (void)error;
	if (entry->type == NODE_MAP && !node_get(entry, "schema") && object->schema)
		node_add(loader->arena, entry, "schema", node_scalar(loader->arena, NODE_QUOTED, object->schema));
	return true;
}

/* `cluster: true` in an index or constraint is the table's `cluster_on`. */
static bool take_cluster(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)error;
	for (const struct node *index = entry->type == NODE_MAP ? entry->first : NULL; index; index = index->next) {
		const struct node *cluster = node_get(index, "cluster");
		bool value;

		if (cluster && node_bool(cluster, &value) && value && !node_get(map, "cluster_on"))
			node_add(loader->arena, map, "cluster_on", node_scalar(loader->arena, NODE_QUOTED, index->key));
	}
	return true;
}

static bool has_column(const struct node *columns, const char *name)
{
	for (const struct node *item = columns && columns->type == NODE_LIST ? columns->first : NULL; item; item = item->next)
		if (strcmp(item->type == NODE_MAP && item->first ? item->first->key : item->text ? item->text : "", name) == 0)
			return true;
	return false;
}

/* A key that is a column's name in SQL quotes becomes the bare name. */
static void unquote_keys(struct loader *loader, const struct node *columns, struct node *keys)
{
	for (struct node *item = keys && keys->type == NODE_LIST ? keys->first : NULL; item; item = item->next) {
		const char **name = item->type == NODE_SCALAR ? &item->text : item->type == NODE_MAP && item->first ? &item->first->key : NULL;
		if (!name || **name != '"' || has_column(columns, *name))
			continue;
		g_autofree char *bare = quote_unquote_identifier(*name, strlen(*name));
		if (bare && has_column(columns, bare))
			*name = arena_text(loader->arena, bare, strlen(bare));
	}
}

static bool adapt_indexes(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	for (struct node *index = entry->type == NODE_MAP ? entry->first : NULL; index; index = index->next) {
		struct node *keys = node_get(index, "keys");
		unquote_keys(loader, node_get(map, "columns"), keys ? keys : node_get(index, "columns"));
	}
	return take_cluster(loader, object, map, entry, error);
}

/* The objects of a kind among those that were loaded, from their parent or name to themselves. */
static GHashTable *tables_by_name(const struct loader *loader)
{
	GHashTable *tables = g_hash_table_new(name_hash, name_equal);

	for (guint i = 0; i < loader->loaded->len; i++) {
		struct object *object = g_array_index(loader->loaded, struct loaded, i).object;
		if (object->kind == &table_kind)
			g_hash_table_add(tables, object);
	}
	return tables;
}

static GPtrArray *columns_of(GHashTable *columns, const struct object *table)
{
	GPtrArray *list = g_hash_table_lookup(columns, table);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(columns, (gpointer)table, list);
	}
	return list;
}

/* A partition has its parent's columns, all of them inherited. */
static void copy_columns(struct loader *loader, struct object *partition, const GPtrArray *from, GPtrArray *to, const char *file)
{
	for (guint i = 0; i < from->len; i++) {
		const struct object *column = from->pdata[i];
		struct object *copy = snapshot_add_part(loader->into, &column_kind, partition, column->name);
		struct loaded loaded = { copy, file };

		for (const struct attribute *row = column_kind.attributes; row->name; row++) {
			if (row->type == ATTRIBUTE_TEXT)
				attribute_set_text(row, copy, attribute_text(row, column));
			else if (row->type == ATTRIBUTE_BOOL)
				attribute_set_bool(row, copy, attribute_bool(row, column));
			else
				attribute_set_names(row, copy, attribute_names(row, column));
		}
		((struct column *)copy)->inherited = true;
		copy->line = partition->line;
		copy->column = partition->column;
		g_ptr_array_add(to, copy);
		g_array_append_val(loader->loaded, loaded);
	}
}

/* depth: a partition of a partition needs that one's columns first; no more of them than any real schema has, against circles. */
static void complete_partition(struct loader *loader, GHashTable *tables, GHashTable *columns, const struct loaded *loaded, unsigned depth)
{
	struct table *table = (struct table *)loaded->object;
	GPtrArray *mine = columns_of(columns, loaded->object);

	if (!table->partition_of || mine->len || depth > 32)
		return;
	struct object *parent = name_find(tables, loaded->object->schema, table->partition_of);
	if (!parent)
		return;
	complete_partition(loader, tables, columns, &(struct loaded){ parent, loaded->file }, depth + 1);
	copy_columns(loader, loaded->object, columns_of(columns, parent), mine, loaded->file);
}

void pyrseas_finish(struct loader *loader)
{
	g_autoptr(GHashTable) tables = tables_by_name(loader);
	g_autoptr(GHashTable) columns = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	guint count = loader->loaded->len;

	for (guint i = 0; i < count; i++) {
		struct object *object = g_array_index(loader->loaded, struct loaded, i).object;
		if (object->kind == &column_kind)
			g_ptr_array_add(columns_of(columns, object->parent), object);
	}
	for (guint i = 0; i < count; i++) {
		struct loaded loaded = g_array_index(loader->loaded, struct loaded, i);
		if (loaded.object->kind == &table_kind)
			complete_partition(loader, tables, columns, &loaded, 0);
	}
}
