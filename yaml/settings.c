/* Reads files of settings by a table of keys. */
#include "yaml/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yaml/error.h"
#include "yaml/guard.h"
#include "yaml/parse.h"
#include "yaml/suggest.h"

/* Fails with "expected WHAT, found" a node. */
static bool expected(const char *file, const struct node *node, const char *what, GError **error)
{
	struct arena *arena = arena_new();

	yaml_fail(error, YAML_ERROR_CONTENT, file, node->line, node->column, "\"%s\": expected %s, found %s",
		node->key ? node->key : "an item", what, node_found(arena, node));
	arena_free(arena);
	return false;
}

static bool is_text(const struct node *node)
{
	return node->type == NODE_SCALAR && !node_is_null(node);
}

bool settings_duration(const char *text, double *seconds)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "", 1 }, { "us", 1e-6 }, { "ms", 1e-3 }, { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 } };
	char *end;

	if (!g_ascii_isdigit(*text))
		return false;
	*seconds = g_ascii_strtod(text, &end);
	if (strspn(text, "0123456789.") != (size_t)(end - text))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (strcmp(end, units[i].name) == 0) {
			*seconds *= units[i].seconds;
			return true;
		}
	return false;
}

static bool check_words(const char *file, const struct node *node, const struct setting *row, GError **error)
{
	g_autofree char *all = NULL;

	if (!row->words || g_strv_contains(row->words, node->text))
		return true;
	all = g_strjoinv(", ", (char **)row->words);
	const char *nearest = suggest_nearest(node->text, row->words);
	return yaml_fail(error, YAML_ERROR_CONTENT, file, node->line, node->column,
		"\"%s\": expected one of %s, found \"%s\"%s%s%s", row->name, all, node->text, nearest ? "; did you mean \"" : "",
		nearest ? nearest : "", nearest ? "\"?" : "");
}

static bool check_pattern(const char *file, const struct node *node, const struct setting *row, GError **error)
{
	g_autofree char *whole = row->pattern ? g_strdup_printf("\\A(?:%s)\\z", row->pattern) : NULL;

	if (!whole || g_regex_match_simple(whole, node->text, 0, 0))
		return true;
	return yaml_fail(error, YAML_ERROR_CONTENT, file, node->line, node->column,
		"\"%s\": expected what matches %s, found \"%s\"", row->name, row->pattern, node->text);
}

static bool take_texts(const char *file, const struct node *node, GPtrArray **field, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	if (node->type != NODE_LIST)
		return expected(file, node, "a list", error);
	for (const struct node *item = node->first; item; item = item->next) {
		if (!is_text(item))
			return expected(file, item, "a text", error);
		g_ptr_array_add(texts, g_strdup(item->text));
	}
	g_clear_pointer(field, g_ptr_array_unref);
	*field = g_steal_pointer(&texts);
	return true;
}

static bool take_map(const char *file, const struct node *node, GHashTable **field, GError **error)
{
	g_autoptr(GHashTable) map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	if (node->type != NODE_MAP)
		return expected(file, node, "a map", error);
	for (const struct node *entry = node->first; entry; entry = entry->next) {
		if (!is_text(entry))
			return expected(file, entry, "a text", error);
		g_hash_table_insert(map, g_strdup(entry->key), g_strdup(entry->text));
	}
	g_clear_pointer(field, g_hash_table_unref);
	*field = g_steal_pointer(&map);
	return true;
}

static bool take_entries(const char *file, const struct node *node, const struct setting *row, void *into, GError **error)
{
	if (node->type != NODE_MAP)
		return expected(file, node, "a map", error);
	for (const struct node *entry = node->first; entry; entry = entry->next)
		if (!row->take(file, entry, into, error))
			return false;
	return true;
}

static bool take_text(const char *file, const struct node *node, const struct setting *row, char **field, GError **error)
{
	double seconds;

	if (!is_text(node))
		return expected(file, node, "a text", error);
	if (row->type == SETTING_DURATION && !settings_duration(node->text, &seconds))
		return expected(file, node, "a time such as 500ms, 2s or 5min", error);
	if (!check_words(file, node, row, error) || !check_pattern(file, node, row, error))
		return false;
	g_free(*field);
	*field = g_strdup(node->text);
	return true;
}

static bool take_number(const char *file, const struct node *node, int *field, GError **error)
{
	guint64 number;

	if (!is_text(node) || !g_ascii_string_to_unsigned(node->text, 10, 0, G_MAXINT, &number, NULL))
		return expected(file, node, "a number, 0 or more", error);
	*field = (int)number;
	return true;
}

static bool take(const char *file, const struct node *node, const struct setting *row, void *into, GError **error)
{
	void *field = (char *)into + row->offset;

	if (node_is_null(node))
		return true;
	switch (row->type) {
	case SETTING_TEXT:
	case SETTING_DURATION:
		return take_text(file, node, row, field, error);
	case SETTING_SECONDS:
		return (is_text(node) && settings_duration(node->text, field)) ||
		       expected(file, node, "a time such as 60s or 5min", error);
	case SETTING_BOOL:
		return node_bool(node, field) || expected(file, node, "true or false", error);
	case SETTING_NUMBER:
		return take_number(file, node, field, error);
	case SETTING_TEXTS:
		return take_texts(file, node, field, error);
	case SETTING_MAP:
		return take_map(file, node, field, error);
	case SETTING_ENTRIES:
		return take_entries(file, node, row, into, error);
	case SETTING_NODE:
		return row->take(file, node, into, error);
	}
	return false;
}

static bool unknown_key(const char *file, const struct node *node, const struct setting *rows, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	for (; rows->name; rows++)
		g_ptr_array_add(known, (gpointer)rows->name);
	g_ptr_array_add(known, NULL);
	const char *nearest = suggest_nearest(node->key, (const char *const *)known->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)known->pdata);
	return yaml_fail(error, YAML_ERROR_CONTENT, file, node->key_line, node->key_column, "unknown key \"%s\"; %s%s%s", node->key,
		nearest ? "did you mean \"" : "expected one of ", nearest ? nearest : all, nearest ? "\"?" : "");
}

bool settings_take(const char *file, const struct node *map, const struct setting *rows, void *into, GError **error)
{
	for (const struct node *node = map->first; node; node = node->next) {
		const struct setting *row = rows;
		while (row->name && strcmp(row->name, node->key) != 0)
			row++;
		if (!row->name)
			return unknown_key(file, node, rows, error);
		if (!take(file, node, row, into, error))
			return false;
	}
	for (const struct setting *row = rows; row->name; row++) {
		const struct node *node = row->required ? node_get(map, row->name) : NULL;
		if (row->required && (!node || node_is_null(node)))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, map->line, map->column, "\"%s\" is missing: %s",
				row->name, row->description);
	}
	return true;
}

bool settings_read(const char *path, const struct setting *rows, void *into, GError **error)
{
	struct arena *arena = arena_new();
	const struct node *map = settings_load(path, arena, error);
	bool good = map && settings_take(path, map, rows, into, error);

	arena_free(arena);
	return good;
}

bool settings_read_text(const char *path, const char *text, size_t length, const struct setting *rows, void *into, GError **error)
{
	struct arena *arena = arena_new();
	FILE *file = fmemopen((char *)text, length, "r");
	const struct node *map = file ? settings_load_stream(path, file, arena, error) : NULL;
	bool good = map && settings_take(path, map, rows, into, error);

	if (file)
		fclose(file);
	else
		yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be read: %s", g_strerror(errno));
	arena_free(arena);
	return good;
}

static struct node *load_events(struct guard *guard, struct arena *arena, GError **error)
{
	struct node *root = node_new(arena, NODE_MAP);
	struct guard_event event;

	root->line = root->column = 1;
	for (;;) {
		if (!guard_next(guard, &event, error))
			return NULL;
		if (event.type == GUARD_END)
			return root;
		if (event.type != GUARD_KEY)
			continue;
		struct node *value = parse_value(guard, arena, &event, error);
		if (!value)
			return NULL;
		node_add(arena, root, value->key, value);
	}
}

struct node *settings_load_stream(const char *name, FILE *file, struct arena *arena, GError **error)
{
	struct guard *guard = guard_new(name, file, error);
	struct node *root = guard ? load_events(guard, arena, error) : NULL;

	guard_free(guard);
	return root;
}

struct node *settings_load(const char *path, struct arena *arena, GError **error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* O_NONBLOCK: does not wait for a pipe's writer */
	struct stat status;
	FILE *file;

	if (descriptor < 0 || fstat(descriptor, &status) != 0 ||
		(errno = S_ISREG(status.st_mode)   ? 0
			 : S_ISDIR(status.st_mode) ? EISDIR
						   : EINVAL) ||
		!(file = fdopen(descriptor, "r"))) {
		yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be read: %s", g_strerror(errno));
		if (descriptor >= 0)
			close(descriptor);
		return NULL;
	}
	struct node *root = settings_load_stream(path, file, arena, error);
	fclose(file);
	return root;
}
