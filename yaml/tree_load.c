/* Loads a directory of files into a snapshot. */
#include "yaml/tree_load.h"

#include "yaml/tree.h"

#include <errno.h>
#include <string.h>

#include "yaml/load.h"
#include "yaml/load_file.h"

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The source of the files: directories, or memory. */
struct shelf {
	GHashTable *files;	 /* path to struct yaml_file; NULL: in directories */
	GHashTable *directories; /* path to GPtrArray of names */
};

/* The entries of a directory in byte order, without hidden ones. Free with g_ptr_array_unref(). */
static GPtrArray *list(const struct shelf *shelf, const char *path, GError **error)
{
	if (shelf->files)
		return g_ptr_array_ref(g_hash_table_lookup(shelf->directories, path));
	GDir *directory = g_dir_open(path, 0, NULL);
	const char *name;

	if (!directory) {
		yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be read: %s", g_strerror(errno));
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(directory)))
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_dir_close(directory);
	g_ptr_array_sort(names, compare_names);
	return names;
}

char *tree_schema_directory(const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path), *name = g_path_get_basename(directory);

	return g_str_has_prefix(name, "schema.") ? g_steal_pointer(&name) : NULL;
}

static bool is_yaml(const char *name)
{
	return (g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml")) && !yaml_is_index(name);
}

static FILE *open_file(const struct shelf *shelf, const char *path)
{
	const struct yaml_file *file = shelf->files ? g_hash_table_lookup(shelf->files, path) : NULL;

	if (!shelf->files)
		return fopen(path, "re");
	return file->length ? fmemopen((char *)file->text, file->length, "r") : fopen("/dev/null", "re");
}

static bool load_file(struct loader *loader, const struct shelf *shelf, const char *path, const char *schema, GError **error)
{
	FILE *file = open_file(shelf, path);

	if (!file)
		return yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be read: %s", g_strerror(errno));
	bool good = loader_file(loader, path, file, schema, error);
	fclose(file);
	return good;
}

/* The schema that the file next to a schema's directory describes. */
static const char *schema_of(struct loader *loader, const char *directory, GError **error)
{
	g_autofree char *file = g_strconcat(directory, ".yaml", NULL);
	GHashTableIter iterator;
	gpointer name, object;

	for (guint i = 0; i < loader->loaded->len; i++) {
		const struct loaded *loaded = &g_array_index(loader->loaded, struct loaded, i);
		g_hash_table_iter_init(&iterator, loader->schemas);
		if (strcmp(loaded->file, file) != 0)
			continue;
		while (g_hash_table_iter_next(&iterator, &name, &object))
			if (object == loaded->object)
				return name;
	}
	yaml_fail(error, YAML_ERROR_CONTENT, directory, 0, 0, "expected \"%s\" beside it, with the key \"schema NAME\"", file);
	return NULL;
}

static bool load_below(struct loader *, const struct shelf *, const char *path, const char *schema, GError **);

/* Files come before directories: the file next to a schema's directory has the schema's name. */
static bool load_entries(struct loader *loader, const struct shelf *shelf, const char *path, const char *schema,
	const GPtrArray *names, bool directories, GError **error)
{
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i], *inside = schema;
		g_autofree char *below = g_build_filename(path, name, NULL);
		bool directory =
			shelf->files ? g_hash_table_contains(shelf->directories, below) : g_file_test(below, G_FILE_TEST_IS_DIR);

		if (directory != directories)
			continue;
		if (directory && g_str_has_prefix(name, "schema.") && !(inside = schema_of(loader, below, error)))
			return false;
		if (directory ? !load_below(loader, shelf, below, inside, error)
			      : is_yaml(name) && !load_file(loader, shelf, below, schema, error))
			return false;
	}
	return true;
}

static bool load_below(struct loader *loader, const struct shelf *shelf, const char *path, const char *schema, GError **error)
{
	g_autoptr(GPtrArray) names = list(shelf, path, error);

	return names && load_entries(loader, shelf, path, schema, names, false, error) &&
	       load_entries(loader, shelf, path, schema, names, true, error);
}

static bool load_shelf(
	struct snapshot *into, const struct shelf *shelf, const char *path, const struct yaml_read_options *options, GError **error)
{
	struct loader loader;

	loader_init(&loader, into, options);
	bool good = load_below(&loader, shelf, path, NULL, error);
	if (good && !loader.files)
		good = yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "has no YAML files");
	good = good && loader_finish(&loader, error);
	loader_clear(&loader);
	return good;
}

bool yaml_load_directory(struct snapshot *into, const char *path, const struct yaml_read_options *options, GError **error)
{
	const struct shelf shelf = { 0 };

	return load_shelf(into, &shelf, path, options, error);
}

/* Adds the name to its directory, and that to its parent, as far as they are missing. */
static void add_name(const struct shelf *shelf, const char *root, const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path), *name = g_path_get_basename(path);
	GPtrArray *names = g_hash_table_lookup(shelf->directories, directory);

	if (!names) {
		names = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(shelf->directories, g_strdup(directory), names);
		if (strcmp(directory, root) != 0)
			add_name(shelf, root, directory);
	}
	if (*name != '.')
		g_ptr_array_add(names, g_steal_pointer(&name));
}

bool yaml_load_files(struct snapshot *into, const char *path, const struct yaml_file *files, size_t count,
	const struct yaml_read_options *options, GError **error)
{
	const struct shelf shelf = {
		.files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.directories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref),
	};
	GHashTableIter iterator;
	gpointer names;

	g_hash_table_insert(shelf.directories, g_strdup(path), g_ptr_array_new_with_free_func(g_free));
	for (size_t i = 0; i < count; i++) {
		char *file = g_build_filename(path, files[i].path, NULL);
		add_name(&shelf, path, file);
		g_hash_table_insert(shelf.files, file, (gpointer)&files[i]);
	}
	g_hash_table_iter_init(&iterator, shelf.directories);
	while (g_hash_table_iter_next(&iterator, NULL, &names))
		g_ptr_array_sort(names, compare_names);
	bool good = load_shelf(into, &shelf, path, options, error);
	g_hash_table_unref(shelf.files);
	g_hash_table_unref(shelf.directories);
	return good;
}
