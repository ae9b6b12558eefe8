/* Projects in directories of their own. */
#include "help.h"

#include "migrate/folder.h"
#include "migrate/load.h"
#include "migrate/manifest.h"

static char *made;

const char *folder(void)
{
	if (!made)
		made = g_dir_make_tmp("pgcanon-XXXXXX", NULL);
	cr_assert(made);
	return made;
}

void folder_remove(void)
{
	const char *argv[] = { "rm", "-rf", made, NULL };

	if (made)
		g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
	g_clear_pointer(&made, g_free);
}

void put(const char *file, const char *text)
{
	g_autofree char *full = g_build_filename(folder(), file, NULL), *directory = g_path_get_dirname(full);

	cr_assert(g_mkdir_with_parents(directory, 0777) == 0 && g_file_set_contents(full, text, -1, NULL), "%s", full);
}

char *get(const char *file)
{
	g_autofree char *full = g_build_filename(folder(), file, NULL);
	char *text = NULL;

	cr_assert(g_file_get_contents(full, &text, NULL, NULL), "%s", full);
	return text;
}

bool there(const char *file)
{
	g_autofree char *full = g_build_filename(folder(), file, NULL);

	return g_file_test(full, G_FILE_TEST_EXISTS);
}

void put_project(const char *contracts)
{
	g_autofree char *text = g_strdup_printf("name: shop\nuuid: " UUID "\nformat: 1\ncontracts: %s\n", contracts);

	put("project.yaml", text);
}

void put_change(const char *name)
{
	static const struct {
		const char *folder, *text;
	} files[] = { { "build", "CREATE TABLE public.t (a integer);\n" }, { "rollback", "DROP TABLE public.t;\n" },
		{ "pre", "SELECT to_regclass('public.t') IS NULL;\n" },
		{ "post", "SELECT to_regclass('public.t') IS NOT NULL;\n" } };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.sql", files[i].folder, name);
		put(path, files[i].text);
	}
}

void put_manifest(void)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	GError *error = NULL;
	struct project *project = project_read(folder(), problems, &error);
	GPtrArray *changes = folder_read(folder(), problems, &error);

	check_fine(project && changes, error);
	for (guint i = 0; i < changes->len; i++)
		check_fine(change_load(project, changes->pdata[i], &error), error);
	check_fine(manifest_save(folder(), project->uuid, changes, &error), error);
	g_ptr_array_unref(changes);
	project_free(project);
}

void check_failed(GError **error, enum migrate_status status, const char *part)
{
	cr_assert(*error, "no error, expected: %s", part);
	cr_assert(strstr((*error)->message, part), "found:    %s\nexpected: %s", (*error)->message, part);
	cr_assert((*error)->domain == MIGRATE_ERROR && (*error)->code == (int)status, "status %d, expected %d: %s", (*error)->code,
		(int)status, (*error)->message);
	g_clear_error(error);
}
