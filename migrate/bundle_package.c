/* Writes a bundle as a Debian package, or a spec file for RPM. */
#include "migrate/bundle_package.h"

#include <string.h>

#include "migrate/archive.h"

/* Package names consist of lower-case letters, digits and -. */
static char *package_name(const struct project *project)
{
	g_autofree char *lower = g_ascii_strdown(project->name, -1);

	return g_strconcat("dbalign-", g_strdelimit(lower, "_", '-'), NULL);
}

/* Adds the file, and its parent folders without duplicates. */
static void install(GPtrArray *files, const char *path, GBytes *bytes)
{
	for (const char *slash = strchr(path + strlen("./"), '/'); slash; slash = strchr(slash + 1, '/')) {
		g_autofree char *folder = g_strndup(path, (size_t)(slash - path) + 1);
		bool known = false;
		for (guint i = 0; i < files->len && !known; i++)
			known = strcmp(((struct archive_file *)files->pdata[i])->path, folder) == 0;
		if (!known)
			archive_add(files, folder, "", 0);
	}
	gsize size;
	gconstpointer text = g_bytes_get_data(bytes, &size);
	archive_add(files, path, text, size);
}

static GBytes *make_control(const struct project *project, const struct statement *release, gint64 time, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(archive_file_free);
	g_autofree char *package = package_name(project);
	g_autofree char *text = g_strdup_printf("Package: %s\nVersion: %d\nArchitecture: all\nMaintainer: %s <dbalign@localhost>\n"
						"Section: database\nPriority: optional\nRecommends: pgcanon\n"
						"Description: release %s of the database project %s\n"
						" The bundle that dbalign apply --bundle takes.\n",
		package, release->serial, project->name, release->name, project->name);

	archive_add(files, "./control", text, strlen(text));
	return archive_make(files, ARCHIVE_TAR, "", time, error);
}

static GBytes *make_data(const struct project *project, const struct statement *release, const GPtrArray *files, GBytes *tar,
	gint64 time, GError **error)
{
	g_autoptr(GPtrArray) installed = g_ptr_array_new_with_free_func(archive_file_free);
	g_autofree char *name = bundle_file_name(project, release, BUNDLE_TAR),
			*there = g_strconcat("./usr/share/dbalign/", name, NULL);

	install(installed, there, tar);
	for (guint i = 0; release->files && i < files->len; i++) {
		const struct archive_file *file = files->pdata[i];
		g_autofree char *path = g_strconcat("./usr/share/", project->name, "/", file->path, NULL);
		if (g_hash_table_contains(release->files, file->path))
			install(installed, path, file->bytes);
	}
	return archive_make(installed, ARCHIVE_TAR, "", time, error);
}

static void add_member(GPtrArray *members, const char *name, GBytes *bytes)
{
	gsize size;
	gconstpointer text = g_bytes_get_data(bytes, &size);

	archive_add(members, name, text, size);
}

GBytes *package_deb(
	const struct project *project, const struct statement *release, const GPtrArray *files, GBytes *tar, GError **error)
{
	static const char version[] = "2.0\n";
	g_autoptr(GPtrArray) members = g_ptr_array_new_with_free_func(archive_file_free);
	gint64 time = statement_seconds(release->created);
	g_autoptr(GBytes) control = make_control(project, release, time, error);
	g_autoptr(GBytes) data = control ? make_data(project, release, files, tar, time, error) : NULL;

	if (!data)
		return NULL;
	archive_add(members, "debian-binary", version, strlen(version));
	add_member(members, "control.tar", control);
	add_member(members, "data.tar", data);
	return archive_make(members, ARCHIVE_AR, "", time, error);
}

GBytes *package_spec(const struct project *project, const struct statement *release)
{
	g_autofree char *package = package_name(project), *tar = bundle_file_name(project, release, BUNDLE_TAR);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out,
		"Name: %s\nVersion: %d\nRelease: 1\nSummary: release %s of the database project %s\nLicense: proprietary\n"
		"BuildArch: noarch\nSource0: %s\nRecommends: pgcanon\n\n"
		"%%description\nThe bundle that dbalign apply --bundle takes.\n\n"
		"%%prep\n%%setup -q -n %s-%s\n\n%%build\n\n"
		"%%install\ninstall -D -m 644 %%{SOURCE0} %%{buildroot}/usr/share/dbalign/%s\n",
		package, release->serial, release->name, project->name, tar, project->name, release->name, tar);
	g_autofree gpointer *paths = NULL;
	guint count = 0;
	if (release->files)
		paths = g_hash_table_get_keys_as_array(release->files, &count);
	qsort(paths, count, sizeof(*paths), statement_compare_texts);
	for (guint i = 0; i < count; i++) {
		g_autofree char *quoted = g_shell_quote(paths[i]);
		g_string_append_printf(out, "install -D -m 644 %s %%{buildroot}/usr/share/%s/%s\n", quoted, project->name, quoted);
	}
	g_string_append_printf(out, "\n%%files\n/usr/share/dbalign/%s\n", tar);
	if (count)
		g_string_append_printf(out, "/usr/share/%s\n", project->name);
	return g_string_free_to_bytes(out);
}
