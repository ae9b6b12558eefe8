/* Writes a bundle. */
#include "migrate/bundle.h"

#include <string.h>

#include "migrate/archive.h"
#include "migrate/bundle_package.h"
#include "migrate/file.h"
#include "migrate/load.h"
#include "migrate/manifest.h"

char *bundle_file_name(const struct project *project, const struct statement *release, enum bundle_format format)
{
	static const char *const suffixes[] = { [BUNDLE_TAR] = ".tar", [BUNDLE_DEB] = ".deb", [BUNDLE_SPEC] = ".spec" };

	return g_strconcat(project->name, "-", release->name, suffixes[format], NULL);
}

static bool add_file(GPtrArray *files, const struct project *project, const char *path, const char *sha256, GError **error)
{
	g_autofree char *whole = file_path(project->directory, path);
	size_t length = 0;
	g_autofree char *bytes = file_read(whole, &length, error);
	char found[65];

	if (!bytes)
		return false;
	file_hash(bytes, length, found);
	if (sha256 && strcmp(found, sha256) != 0)
		return migrate_fail(error, MIGRATE_INTEGRITY, "%s: its SHA-256 is %s, and %s was signed; nothing was written",
			whole, found, sha256);
	archive_add(files, path, bytes, length);
	return true;
}

static bool add_changes(GPtrArray *files, const struct project *project, int last, GError **error)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new();
	g_autoptr(GString) manifest = g_string_new(NULL);
	bool good = true;

	for (int number = 1; number <= last && good; number++) {
		struct numbered_change *change = project_change(project, number);
		good = change_load(project, change, error);
		for (guint i = 0; good && i < change->files->len; i++) {
			const struct change_file *file = change->files->pdata[i];
			archive_add(files, file->path, file->text, file->length);
		}
		change_unload(change);
		g_ptr_array_add(changes, change);
	}
	manifest_write(manifest, project->uuid, changes);
	archive_add(files, "manifest", manifest->str, manifest->len);
	return good;
}

/* Adds the statements of that serial that exist, and their signatures. */
static bool add_statements(GPtrArray *files, const struct project *project, const struct statement *release, GError **error)
{
	bool good = true;

	for (int kind = 0; kind < STATEMENTS_OF_RELEASE && good; kind++) {
		g_autofree char *name = statement_name((enum statement_kind)kind, release->serial),
				*path = g_strconcat("release/", name, ".yaml", NULL), *whole = file_path(project->directory, path);
		if (!g_file_test(whole, G_FILE_TEST_EXISTS))
			continue;
		g_autoptr(GPtrArray) signatures = release_signature_files(project->directory, name);
		good = add_file(files, project, path, kind == STATEMENT_RELEASE ? release->sha256 : NULL, error);
		for (guint i = 0; i < signatures->len && good; i++) {
			g_autofree char *base = g_path_get_basename(signatures->pdata[i]),
					*inner = g_strconcat("release/", base, NULL);
			good = add_file(files, project, inner, NULL, error);
		}
	}
	return good;
}

static bool add_application(GPtrArray *files, const struct project *project, const struct statement *release, GError **error)
{
	GHashTableIter each;
	gpointer path, sha256;
	bool good = true;

	if (!release->files)
		return true;
	g_hash_table_iter_init(&each, release->files);
	while (good && g_hash_table_iter_next(&each, &path, &sha256))
		good = add_file(files, project, path, sha256, error);
	return good;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp((*(struct archive_file *const *)a)->path, (*(struct archive_file *const *)b)->path);
}

GBytes *bundle_make(const struct project *project, const struct statement *release, enum bundle_format format, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(archive_file_free);
	g_autofree char *prefix = g_strdup_printf("%s-%s/", project->name, release->name);
	bool good = add_file(files, project, "project.yaml", release->settings, error) &&
		    add_changes(files, project, MAX(release->from, release->to), error) &&
		    add_statements(files, project, release, error) && add_application(files, project, release, error);

	if (good && !change_slug_allowed(project->name))
		good = migrate_fail(error, MIGRATE_USAGE,
			"\"%s\", the name of the project, cannot name a bundle: letters, digits, _ and - can", project->name);
	g_ptr_array_sort(files, compare_files);
	GBytes *tar = good ? archive_make(files, ARCHIVE_TAR, prefix, statement_seconds(release->created), error) : NULL;
	if (!tar || format == BUNDLE_TAR)
		return tar;
	GBytes *package = format == BUNDLE_DEB ? package_deb(project, release, files, tar, error) : package_spec(project, release);
	g_bytes_unref(tar);
	return package;
}
