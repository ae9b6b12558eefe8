/* Reads and hashes the files of a change. */
#include "migrate/load.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/project.h"

static bool load_file(const struct project *project, struct change_file *file, GPtrArray *problems, GError **error)
{
	g_autofree char *path = file_path(project->directory, file->path);
	char sha256[65];

	if (!(file->text = file_read(path, &file->length, error)))
		return false;
	file_hash(file->text, file->length, sha256);
	if (!*file->sha256)
		memcpy(file->sha256, sha256, sizeof(sha256));
	if (strcmp(file->sha256, sha256) != 0)
		g_ptr_array_add(problems,
			g_strdup_printf(
				"%s: its SHA-256 is %s, in the manifest %s; bring back the file, or run `dbalign hash` if the "
				"change was not applied anywhere yet",
				path, sha256, file->sha256));
	return true;
}

static bool read_header(const struct project *project, struct numbered_change *change, GError **error)
{
	const struct change_file *build = change_file(change, FILE_BUILD);
	g_autofree char *path = file_path(project->directory, build->path), *back = file_kind_path(FILE_ROLLBACK, change->name);

	if (!(change->header = header_read(path, build->text, error)))
		return false;
	return change->header->irreversible || change_file(change, FILE_ROLLBACK) ||
	       migrate_fail(error, MIGRATE_FILES, "%s is missing: write it, or say `-- irreversible: REASON` at the top of %s",
		       back, build->path);
}

bool change_load(const struct project *project, struct numbered_change *change, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	bool good = true;

	change_unload(change);
	for (guint i = 0; good && i < change->files->len; i++)
		good = load_file(project, change->files->pdata[i], problems, error);
	good = good && problems_none(problems, MIGRATE_INTEGRITY, error) && read_header(project, change, error);
	if (!good)
		change_unload(change);
	return good;
}

void change_unload(struct numbered_change *change)
{
	for (guint i = 0; i < change->files->len; i++) {
		struct change_file *file = change->files->pdata[i];
		g_clear_pointer(&file->text, g_free);
		file->length = 0;
	}
	g_clear_pointer(&change->header, header_free);
}

bool change_hash(const struct project *project, struct numbered_change *change, GError **error)
{
	for (guint i = 0; i < change->files->len; i++) {
		struct change_file *file = change->files->pdata[i];
		g_autofree char *path = file_path(project->directory, file->path);
		size_t length = 0;
		g_autofree char *text = file_read(path, &length, error);
		if (!text)
			return false;
		file_hash(text, length, file->sha256);
	}
	return true;
}
