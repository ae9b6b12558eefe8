/* Unpacks and checks a bundle. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "migrate/archive.h"
#include "migrate/bundle.h"
#include "migrate/file.h"
#include "migrate/remove.h"

static bool write_file(const char *directory, const struct archive_file *file, GError **error)
{
	g_autofree char *path = g_build_filename(directory, file->path, NULL), *folder = g_path_get_dirname(path);
	gsize size;
	gconstpointer bytes = g_bytes_get_data(file->bytes, &size);

	if (g_mkdir_with_parents(folder, 0700) != 0)
		return migrate_fail(error, MIGRATE_INTEGRITY, "%s: cannot be made: %s", folder, g_strerror(errno));
	return g_file_set_contents(path, bytes, (gssize)size, error) || migrate_fail_as(error, MIGRATE_INTEGRITY);
}

char *bundle_unpack(const char *path, GError **error)
{
	size_t length = 0;
	g_autofree char *bytes = file_read(path, &length, error);
	g_autoptr(GPtrArray) files = bytes ? archive_read(path, bytes, length, error) : NULL;
	char *directory = files ? g_dir_make_tmp("dbalign-XXXXXX", error) : NULL;

	if (!directory) {
		if (files)
			migrate_fail_as(error, MIGRATE_FILES);
		return NULL;
	}
	for (guint i = 0; i < files->len; i++)
		if (!write_file(directory, files->pdata[i], error)) {
			bundle_remove(directory);
			return NULL;
		}
	return directory;
}

void bundle_remove(char *directory)
{
	if (directory)
		tree_remove(directory);
	g_free(directory);
}

/* The names of files that the bundle may have. */
static GHashTable *names_of(const struct project *project, const struct statement *release)
{
	GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter each;
	gpointer path;

	g_hash_table_add(known, g_strdup("project.yaml"));
	g_hash_table_add(known, g_strdup("manifest"));
	for (guint i = 0; i < project->changes->len; i++) {
		const struct numbered_change *change = project->changes->pdata[i];
		for (guint j = 0; j < change->files->len; j++)
			g_hash_table_add(known, g_strdup(((struct change_file *)change->files->pdata[j])->path));
	}
	if (release->files) {
		g_hash_table_iter_init(&each, release->files);
		while (g_hash_table_iter_next(&each, &path, NULL))
			g_hash_table_add(known, g_strdup(path));
	}
	return known;
}

/* R0007.yaml, Q0007.yaml.0123456789ABCDEF.asc */
static bool is_statement(const char *path, int serial)
{
	for (int kind = 0; kind < STATEMENTS_OF_RELEASE; kind++) {
		g_autofree char *name = statement_name((enum statement_kind)kind, serial),
				*start = g_strconcat("release/", name, ".yaml", NULL);
		if (strcmp(path, start) == 0 ||
			(g_str_has_prefix(path, start) && path[strlen(start)] == '.' && g_str_has_suffix(path, ".asc")))
			return true;
	}
	return false;
}

static bool check_folder(const char *directory, const char *inside, GHashTable *known, int serial, GError **error)
{
	g_autofree char *path = g_build_filename(directory, inside, NULL);
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;
	bool good = true;

	while (good && folder && (name = g_dir_read_name(folder))) {
		g_autofree char *inner = *inside ? g_strconcat(inside, "/", name, NULL) : g_strdup(name),
				*whole = g_build_filename(path, name, NULL);
		if (g_file_test(whole, G_FILE_TEST_IS_DIR))
			good = check_folder(directory, inner, known, serial, error);
		else if (!g_hash_table_contains(known, inner) && !is_statement(inner, serial))
			good = migrate_fail(error, MIGRATE_INTEGRITY,
				"the bundle has %s, which its release does not name; nothing was done", inner);
	}
	return good;
}

char *bundle_release(const struct project *project, GError **error)
{
	g_autofree char *name = release_newest(project->directory, NULL, error);
	struct statement *release = name ? statement_read(project->directory, name, error) : NULL;

	if (!release)
		return NULL;
	g_autoptr(GHashTable) known = names_of(project, release);
	bool good = release_is_of(release, project, error) && check_folder(project->directory, "", known, release->serial, error);
	statement_free(release);
	return good ? g_steal_pointer(&name) : NULL;
}

bool bundle_add_statements(const char *directory, const char *release, const char *from, GError **error)
{
	static const char letters[] = "QA";

	for (const char *letter = letters; *letter; letter++) {
		g_autofree char *name = g_strdup_printf("%c%s", *letter, release + 1), *path = statement_path(directory, name),
				*other = statement_path(from, name);
		if (g_file_test(path, G_FILE_TEST_EXISTS) || !g_file_test(other, G_FILE_TEST_EXISTS))
			continue;
		g_autoptr(GPtrArray) files = release_signature_files(from, name);
		g_ptr_array_add(files, g_steal_pointer(&other));
		for (guint i = 0; i < files->len; i++) {
			size_t length = 0;
			g_autofree char *bytes = file_read(files->pdata[i], &length, error),
					*base = g_path_get_basename(files->pdata[i]),
					*into = g_build_filename(directory, "release", base, NULL);
			if (!bytes)
				return false;
			if (!g_file_set_contents(into, bytes, (gssize)length, error))
				return migrate_fail_as(error, MIGRATE_FILES);
		}
	}
	return true;
}
