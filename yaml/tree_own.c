/* Finds the files of a directory that db2yaml has written. */
#include "yaml/tree_own.h"

#include <string.h>

#include "catalog/kinds.h"
#include "yaml/guard.h"
#include "yaml/tree.h"

static const char suffix[] = ".yaml";

/* The key of the kind whose file has that name; NULL: it is not ours. omitted.yaml has keys of the document. */
static const char *key_of_name(const char *name)
{
	g_autofree char *stem = g_str_has_suffix(name, suffix) ? g_strndup(name, strlen(name) - strlen(suffix)) : NULL;

	if (!stem)
		return NULL;
	if (strcmp(stem, "omitted") == 0)
		return "";
	for (size_t k = 0; k < kind_count; k++) {
		const char *key = kind_key(kinds[k]);
		size_t length = strlen(key);
		g_autofree char *shared = g_strdelimit(g_strdup(key), " ", '_');
		if (kinds[k]->part)
			continue;
		if (tree_has_own_file(kinds[k]) || kinds[k] == &schema_kind ? g_str_has_prefix(stem, key) && stem[length] == '.'
									    : strcmp(stem, shared) == 0)
			return key;
	}
	return NULL;
}

static bool is_key_of(const char *entry, const char *key)
{
	size_t length = strlen(key);

	if (!length)
		return strcmp(entry, "omitted") == 0 || strcmp(entry, "partial") == 0;
	return g_str_has_prefix(entry, key) && (!entry[length] || entry[length] == ' ' || entry[length] == '(');
}

/* Whether all entries of the file have that key. */
static bool holds_only(const struct store *store, const char *file, const char *key)
{
	FILE *stream = store_read(store, file);
	struct guard *guard = stream ? guard_new(file, stream, NULL) : NULL;
	struct guard_event event = { .type = GUARD_CLOSE };
	bool good = guard;
	unsigned depth = 0;

	while (good && event.type != GUARD_END && (good = guard_next(guard, &event, NULL))) {
		if (event.type == GUARD_MAP || event.type == GUARD_LIST)
			depth++;
		else if (event.type == GUARD_CLOSE)
			depth--;
		else if (event.type == GUARD_KEY && depth == 1)
			good = is_key_of(event.text, key);
	}
	guard_free(guard);
	if (stream)
		fclose(stream);
	return good;
}

static void add_if_own(GPtrArray *files, const struct store *store, const char *directory, const char *name)
{
	g_autofree char *file = directory ? g_build_filename(directory, name, NULL) : g_strdup(name);
	const char *key = key_of_name(name);

	if ((!directory && yaml_is_index(name)) || (key && holds_only(store, file, key)))
		g_ptr_array_add(files, g_steal_pointer(&file));
}

/* directory: below the store's; NULL: the store's own. */
static void add_files(GPtrArray *files, const struct store *store, const char *directory)
{
	g_autofree char *path = directory ? g_build_filename(store->path, directory, NULL) : g_strdup(store->path);
	GDir *entries = g_dir_open(path, 0, NULL);
	const char *name;

	while (entries && (name = g_dir_read_name(entries))) {
		g_autofree char *full = g_build_filename(path, name, NULL);
		if (g_file_test(full, G_FILE_TEST_IS_SYMLINK))
			continue;
		if (!g_file_test(full, G_FILE_TEST_IS_DIR))
			add_if_own(files, store, directory, name);
		else if (!directory && g_str_has_prefix(name, "schema."))
			add_files(files, store, name);
	}
	if (entries)
		g_dir_close(entries);
}

GPtrArray *tree_own_files(const struct store *store)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	add_files(files, store, NULL);
	return files;
}
