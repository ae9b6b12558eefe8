/* Expands the templates of dbaugment, {{name}} in a text. */
#include "cmd/augment_expand.h"

#include <stdarg.h>
#include <string.h>

#include "cmd/augment_inside.h"
#include "sql/quote.h"
#include "yaml/error.h"
#include "yaml/suggest.h"

enum { DEPTH_MAX = 8 }; /* of templates in templates */

bool augment_fail(const struct augment *augment, const struct node *definition, GError **error, const char *format, ...)
{
	const char *file = g_hash_table_lookup(augment->files, definition);
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_CONTENT, file ? file : "the definitions", definition->line, definition->column, "%s: %s",
		definition->key, text);
}

bool augment_fail_table(const struct augment_table *table, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_CONTENT, table->file, table->line, table->column, "%s", text);
}

const char *augment_text(const struct node *map, const char *key, const char *otherwise)
{
	const struct node *node = node_get(map, key);

	return node && node->type == NODE_SCALAR && !node_is_null(node) ? node->text : otherwise;
}

char *augment_nearest(const char *key, const struct node *map)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	for (const struct node *entry = map->first; entry; entry = entry->next)
		g_ptr_array_add(known, (gpointer)entry->key);
	g_ptr_array_add(known, NULL);
	const char *nearest = suggest_nearest(key, (const char *const *)known->pdata);
	return nearest ? g_strdup_printf("; did you mean \"%s\"?", nearest) : g_strdup("");
}

static bool expand(const struct augment *, const struct node *definition, const char *text, const char *table, bool quoted,
	unsigned depth, GString *out, GError **);

static bool append(const struct augment *augment, const struct node *definition, const char *what, const char *table, bool quoted,
	unsigned depth, GString *out, GError **error)
{
	const struct node *template = node_get(augment->sections[AUGMENT_TEMPLATES], what),
			  *column = node_get(augment->sections[AUGMENT_COLUMNS], what);
	const char *name = column ? augment_text(column, "name", what) : table && strcmp(what, "table_name") == 0 ? table : NULL;

	if (template && depth == DEPTH_MAX)
		return augment_fail(augment, template, error, "the template contains itself");
	if (template)
		return expand(augment, template, template->text, table, quoted, depth + 1, out, error);
	if (name && quoted)
		quote_identifier(out, name);
	else if (name)
		g_string_append(out, name);
	if (name)
		return true;
	g_autofree char *nearest = augment_nearest(what, augment->sections[AUGMENT_COLUMNS]);
	return augment_fail(
		augment, definition, error, "{{%s}} is neither a template nor a column of the definitions%s", what, nearest);
}

static bool expand(const struct augment *augment, const struct node *definition, const char *text, const char *table, bool quoted,
	unsigned depth, GString *out, GError **error)
{
	const char *begin, *end;

	while ((begin = strstr(text, "{{")) && (end = strstr(begin, "}}"))) {
		g_autofree char *what = g_strstrip(g_strndup(begin + 2, (gsize)(end - begin - 2)));
		g_string_append_len(out, text, begin - text);
		if (!append(augment, definition, what, table, quoted, depth, out, error))
			return false;
		text = end + 2;
	}
	g_string_append(out, text);
	return true;
}

char *augment_expand(const struct augment *augment, const struct node *definition, const char *text, const char *table, bool quoted,
	GError **error)
{
	GString *out = g_string_new(NULL);
	bool good = expand(augment, definition, text, table, quoted, 0, out, error);

	return g_string_free(out, !good);
}
