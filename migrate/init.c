/* Creates a project. */
#include "migrate/init.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "migrate/file.h"
#include "migrate/manifest.h"
#include "migrate/project_file.h"
#include "migrate/status.h"
#include "yaml/scalar.h"

/* Line ends are not converted, since files are hashed; and two branches that both add a change get a conflict in the manifest. */
static const char *const attributes[] = { "*.sql -text", "expect/*.yaml -text", "release/* -text", "manifest -text -merge" };

static bool make_folder(const char *directory, const char *name, GError **error)
{
	g_autofree char *path = file_path(directory, name);

	return g_mkdir_with_parents(path, 0777) == 0 ||
	       migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", path, g_strerror(errno));
}

static bool write_file(const char *directory, const char *name, const char *text, GError **error)
{
	g_autofree char *path = file_path(directory, name);

	return g_file_set_contents(path, text, -1, error) || migrate_fail_as(error, MIGRATE_FILES);
}

static bool write_attributes(const char *directory, GError **error)
{
	g_autofree char *path = file_path(directory, ".gitattributes"), *known = NULL;
	g_autoptr(GString) text = g_string_new(NULL);

	if (g_file_get_contents(path, &known, NULL, NULL))
		g_string_append(text, known);
	if (text->len && text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (!g_strv_contains((const char *const *)lines, attributes[i]))
			g_string_append_printf(text, "%s\n", attributes[i]);
	return write_file(directory, ".gitattributes", text->str, error);
}

static bool write_environment(const char *directory, const char *name, GError **error)
{
	g_autoptr(GString) text = g_string_new("stage: DEV\nplace: ");
	g_autofree char *path = file_path(directory, "env/dev.yaml"), *database = g_strconcat(name, "_dev", NULL);

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	scalar_write(text, database);
	g_string_append_c(text, '\n');
	return write_file(directory, "env/dev.yaml", text->str, error);
}

bool project_init(const char *directory, const struct init_options *options, GError **error)
{
	static const char *const folders[] = { "build", "rollback", "pre", "post", "test", "expect", "data", "env", "release" };
	g_autofree char *path = file_path(directory, "project.yaml"), *uuid = g_uuid_string_random();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) none = g_ptr_array_new();

	if (!change_slug_allowed(options->name))
		return migrate_fail(
			error, MIGRATE_USAGE, "\"%s\" cannot name a project: letters, digits, _ and - can", options->name);
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return migrate_fail(error, MIGRATE_FILES, "%s: there is a project already", path);
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		if (!make_folder(directory, folders[i], error))
			return false;
	project_file_write(text, uuid, options);
	return write_attributes(directory, error) && write_environment(directory, options->name, error) &&
	       manifest_save(directory, uuid, none, error) && write_file(directory, "project.yaml", text->str, error);
}
