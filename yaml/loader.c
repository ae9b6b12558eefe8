/* State and errors of loading. */
#include "yaml/loader.h"

#include <stdarg.h>
#include <string.h>

#include "yaml/suggest.h"

void loader_init(struct loader *loader, struct snapshot *into, const struct yaml_read_options *options)
{
	*loader = (struct loader){
		.into = into,
		.options = options ? *options : (struct yaml_read_options){ 0 },
		.pool = snapshot_pool(into),
		.arena = arena_new(),
		.schema_arena = arena_new(),
		.loaded = g_array_new(false, false, sizeof(struct loaded)),
		.renames = g_array_new(false, false, sizeof(struct renamed)),
		.schemas = g_hash_table_new(g_str_hash, g_str_equal),
		.types = g_hash_table_new(NULL, NULL),
	};
}

void loader_clear(struct loader *loader)
{
	arena_free(loader->arena);
	arena_free(loader->schema_arena);
	g_array_unref(loader->loaded);
	g_array_unref(loader->renames);
	g_hash_table_unref(loader->types);
	g_hash_table_unref(loader->schemas);
}

bool loader_fail(struct loader *loader, const struct node *node, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_CONTENT, loader->file, node->key_line ? node->key_line : node->line,
		node->key_line ? node->key_column : node->column, "%s", text);
}

void loader_pass_over(struct loader *loader, const struct node *node, const char *of, const char *nearest)
{
	g_ptr_array_add(
		loader->options.unknown, g_strdup_printf("%s:%u:%u: unknown key \"%s\" of %s is ignored%s%s%s", loader->file,
						 node->key_line, node->key_column, node->key, of,
						 nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : ""));
}

bool loader_unknown(struct loader *loader, const struct node *node, const char *of, const char *const *known, GError **error)
{
	const char *nearest = suggest_nearest(node->key, known);

	if (loader->options.unknown) {
		loader_pass_over(loader, node, of, nearest);
		return true;
	}
	if (nearest)
		return loader_fail(loader, node, error, "unknown key \"%s\" of %s; did you mean \"%s\"?", node->key, of, nearest);
	return loader_fail(loader, node, error, "unknown key \"%s\" of %s", node->key, of);
}

char *loader_describe(struct loader *loader, const struct object *object)
{
	return object->kind->list ? g_strdup(loader_a(loader, object->kind->name)) : object_describe(object);
}

const char *loader_a(struct loader *loader, const char *noun)
{
	bool vowel = strchr("aeio", *noun);
	g_autofree char *text = g_strconcat(vowel ? "an " : "a ", noun, NULL);

	return arena_text(loader->arena, text, strlen(text));
}
