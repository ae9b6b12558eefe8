/* Reads the definitions of dbaugment, and the tables to which they apply. */
#include "cmd/augment_read.h"

#include <stdio.h>
#include <string.h>

#include "catalog/kinds.h"
#include "cmd/augment_inside.h"
#include "yaml/error.h"
#include "yaml/settings.h"
#include "yaml/suggest.h"

/* A section of definitions, and the keys that they may have. */
struct section {
	const char *key, *alias;
	const struct kind *kind;   /* definitions may have the keys of this kind; NULL: only the extras */
	const char *const *extras; /* further keys; NULL: the definition is a text */
};

static const char *const named[] = { "name", NULL }, *const described[] = { "description", NULL },
			 *const sets[] = { "columns", "triggers", NULL };
static const struct section sections[AUGMENT_SECTIONS] = {
	[AUGMENT_COLUMNS] = { "columns", NULL, &column_kind, named },
	[AUGMENT_FUNCTIONS] = { "functions", NULL, &function_kind, described },
	[AUGMENT_TEMPLATES] = { "function_templates", "function_segments", NULL, NULL },
	[AUGMENT_TRIGGERS] = { "triggers", NULL, &trigger_kind, named },
	[AUGMENT_SETS] = { "audit_columns", NULL, NULL, sets },
};

/* Keys of dbextend, the predecessor of dbaugment, that are not supported. */
static const char *const never[] = { "denorm_columns", "history_for", "exclude_columns", "derived_columns", NULL };

/* The section with that key, or AUGMENT_SECTIONS. */
static size_t section_of(const char *key)
{
	size_t i = 0;

	while (i < AUGMENT_SECTIONS && strcmp(sections[i].key, key) != 0 && g_strcmp0(sections[i].alias, key) != 0)
		i++;
	return i;
}

static void add_words(GPtrArray *known, const struct section *section)
{
	for (const char *const *extra = section->extras; extra && *extra; extra++)
		g_ptr_array_add(known, g_strdup(*extra));
	for (const struct attribute *row = section->kind ? section->kind->attributes : NULL; row && row->name; row++)
		if (row->form != FORM_HIDDEN) {
			const char *dot = strchr(row->name, '.');
			g_ptr_array_add(known, dot ? g_strndup(row->name, (gsize)(dot - row->name)) : g_strdup(row->name));
		}
}

static bool check_keys(const struct section *section, const char *file, const struct node *definition, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new(), words = g_ptr_array_new_with_free_func(g_free);
	add_words(words, section);
	for (guint i = 0; i < words->len; i++)
		g_ptr_array_add(known, words->pdata[i]);
	g_ptr_array_add(known, NULL);

	for (const struct node *entry = definition->first; entry; entry = entry->next) {
		if (g_strv_contains((const char *const *)known->pdata, entry->key))
			continue;
		const char *nearest = suggest_nearest(entry->key, (const char *const *)known->pdata);
		return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
			"unknown key \"%s\" of \"%s\" in %s%s%s%s", entry->key, definition->key, section->key,
			nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
	}
	return true;
}

struct node *augment_copy(struct arena *arena, const struct node *node)
{
	struct node *copy = node->type == NODE_SCALAR ? node_scalar(arena, node->style, node->text) : node_new(arena, node->type);

	copy->line = node->line;
	copy->column = node->column;
	for (const struct node *child = node->first; child; child = child->next)
		node_add(arena, copy, child->key, augment_copy(arena, child))->key_line = child->key_line;
	return copy;
}

/* Merges attribute by attribute; later levels override earlier ones. */
static bool merge_definition(struct augment *augment, size_t at, const char *file, const struct node *definition, GError **error)
{
	struct node *into = augment->sections[at], *old = node_get(into, definition->key);
	bool text = !sections[at].extras;

	if (definition->type != (text ? NODE_SCALAR : NODE_MAP) || (text && node_is_null(definition)))
		return yaml_fail(error, YAML_ERROR_CONTENT, file, definition->line, definition->column,
			"\"%s\" in %s: expected %s, found %s", definition->key, sections[at].key, text ? "a text" : "a map",
			node_found(augment->arena, definition));
	if (!text && !check_keys(&sections[at], file, definition, error))
		return false;
	if (old && text) {
		node_remove(into, old);
		old = NULL;
	}
	if (!old)
		old = node_add(augment->arena, into, definition->key, augment_copy(augment->arena, definition));
	else
		for (const struct node *entry = definition->first; entry; entry = entry->next) {
			struct node *before = node_get(old, entry->key);
			if (before)
				node_remove(old, before);
			node_add(augment->arena, old, entry->key, augment_copy(augment->arena, entry));
		}
	old->line = definition->line;
	old->column = definition->column;
	g_hash_table_insert(augment->files, old, (gpointer)file);
	return true;
}

static bool read_table(struct augment *augment, const char *file, const char *schema, const struct node *table, GError **error)
{
	const struct node *set = NULL;
	const char *name = table->key + strlen("table ");

	for (const struct node *entry = table->first; table->type == NODE_MAP && entry; entry = entry->next) {
		if (g_strv_contains(never, entry->key))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"\"%s\" was planned for Pyrseas' dbextend, and no release has it: take it out, and describe what "
				"it was to add in the schema itself",
				entry->key);
		if (strcmp(entry->key, "audit_trails") == 0)
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"\"audit_trails\" is called audit_columns now, and last_modified_only modified_only");
		if (strcmp(entry->key, "audit_columns") != 0)
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"unknown key \"%s\" of table %s.%s; expected audit_columns", entry->key, schema, name);
		set = entry;
	}
	if (!set || set->type != NODE_SCALAR || node_is_null(set))
		return yaml_fail(error, YAML_ERROR_CONTENT, file, table->line, table->column,
			"table %s.%s: expected `audit_columns: SET`, found %s", schema, name,
			node_found(augment->arena, set ? set : table));
	struct augment_table *added = arena_take(augment->arena, sizeof(*added));
	*added = (struct augment_table){ schema, name, set->text, file, set->line, set->column };
	g_ptr_array_add(augment->tables, added);
	return true;
}

static bool read_schema(struct augment *augment, const char *file, const struct node *schema, GError **error)
{
	if (schema->type != NODE_MAP)
		return yaml_fail(error, YAML_ERROR_CONTENT, file, schema->line, schema->column,
			"\"%s\": expected a map of tables, found %s", schema->key, node_found(augment->arena, schema));
	for (const struct node *entry = schema->first; entry; entry = entry->next) {
		if (!g_str_has_prefix(entry->key, "table "))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"expected \"table NAME\", found \"%s\"%s", entry->key,
				g_str_has_prefix(entry->key, "function ") ? ": functions are defined below augmenter, functions"
									  : "");
		if (!read_table(augment, file, schema->key + strlen("schema "), entry, error))
			return false;
	}
	return true;
}

/* Reads a map of sections, and of schemas with tables. */
static bool read_definitions(struct augment *augment, const char *file, const struct node *map, GError **error)
{
	for (const struct node *entry = map->first; entry; entry = entry->next) {
		size_t at = section_of(entry->key);
		if (g_str_has_prefix(entry->key, "schema ") && strcmp(entry->key, "schema pyrseas") != 0) {
			if (!read_schema(augment, file, entry, error))
				return false;
			continue;
		}
		if (g_str_has_prefix(entry->key, "schema ") || node_is_null(entry)) /* that one was never installed by anything */
			continue;
		if (at == AUGMENT_SECTIONS || entry->type != NODE_MAP)
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"expected a map audit_columns, columns, function_templates, functions or triggers, or \"schema "
				"NAME\", found \"%s\": %s",
				entry->key, node_found(augment->arena, entry));
		for (const struct node *definition = entry->first; definition; definition = definition->next)
			if (!merge_definition(augment, at, file, definition, error))
				return false;
	}
	return true;
}

static bool read_specification(struct augment *augment, const char *path, GError **error)
{
	bool input = strcmp(path, "-") == 0;
	const char *file = input ? "standard input" : path;
	const struct node *root =
		input ? settings_load_stream(file, stdin, augment->arena, error) : settings_load(path, augment->arena, error);

	for (const struct node *entry = root ? root->first : NULL; entry; entry = entry->next) {
		bool definitions = strcmp(entry->key, "augmenter") == 0;
		if (!definitions && !g_str_has_prefix(entry->key, "schema "))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"expected \"augmenter\" or \"schema NAME\", found \"%s\"", entry->key);
		if (definitions && !node_is_null(entry) && entry->type != NODE_MAP)
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->line, entry->column,
				"\"augmenter\": expected a map, found %s", node_found(augment->arena, entry));
		if (!(definitions ? read_definitions(augment, file, entry, error) : read_schema(augment, file, entry, error)))
			return false;
	}
	return root;
}

static bool read_builtin(struct augment *augment, GError **error)
{
	static const char file[] = "the built-in definitions";
	FILE *stream = fmemopen((void *)augment_builtin, strlen(augment_builtin), "r");
	const struct node *root = settings_load_stream(file, stream, augment->arena, error);
	bool good = root && read_definitions(augment, file, root, error);

	fclose(stream);
	return good;
}

struct augment *augment_read(const struct config *config, const char *specification, GError **error)
{
	struct augment *augment = g_new0(struct augment, 1);

	augment->arena = arena_new();
	augment->files = g_hash_table_new(NULL, NULL);
	augment->tables = g_ptr_array_new();
	for (size_t i = 0; i < AUGMENT_SECTIONS; i++)
		augment->sections[i] = node_new(augment->arena, NODE_MAP);
	bool good = read_builtin(augment, error);
	for (guint i = 0; good && i < config->augmenter->len; i++) {
		const struct config_part *part = config->augmenter->pdata[i];
		good = read_definitions(augment, part->file, part->map, error);
	}
	if (good && (!specification || read_specification(augment, specification, error)))
		return augment;
	augment_free(augment);
	return NULL;
}

void augment_free(struct augment *augment)
{
	if (!augment)
		return;
	g_hash_table_unref(augment->files);
	g_ptr_array_unref(augment->tables);
	arena_free(augment->arena);
	g_free(augment);
}

bool augment_has_tables(const struct augment *augment)
{
	return augment->tables->len;
}
