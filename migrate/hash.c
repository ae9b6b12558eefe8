/* Writes the manifest again from the files. */
#include "migrate/hash.h"

#include <string.h>

#include "migrate/folder.h"
#include "migrate/load.h"
#include "migrate/manifest.h"
#include "migrate/project.h"

static void say(GPtrArray *said, const struct numbered_change *change, const char *path, const char *what)
{
	g_ptr_array_add(said,
		path ? g_strdup_printf("%s: %s %s", change->name, path, what) : g_strdup_printf("%s: %s", change->name, what));
}

static const struct change_file *file_of(const struct numbered_change *change, const char *path)
{
	for (guint i = 0; i < change->files->len; i++)
		if (strcmp(((struct change_file *)change->files->pdata[i])->path, path) == 0)
			return change->files->pdata[i];
	return NULL;
}

static void compare(GPtrArray *said, const struct numbered_change *before, const struct numbered_change *now)
{
	for (guint i = 0; i < now->files->len; i++) {
		const struct change_file *file = now->files->pdata[i], *old = file_of(before, file->path);
		if (!old || strcmp(old->sha256, file->sha256) != 0)
			say(said, now, file->path, old ? "changed" : "is new");
	}
	for (guint i = 0; i < before->files->len; i++) {
		const struct change_file *file = before->files->pdata[i];
		if (!file_of(now, file->path))
			say(said, before, file->path, "is gone");
	}
}

/* Both are sorted by number from 1; the old one may be the beginning of a manifest. */
static void compare_all(GPtrArray *said, const GPtrArray *before, const GPtrArray *now)
{
	for (guint i = 0; i < MAX(before->len, now->len); i++) {
		const struct numbered_change *old = i < before->len ? before->pdata[i] : NULL,
					     *new = i < now->len ? now->pdata[i] : NULL;
		if (old && new &&strcmp(old->name, new->name) == 0) {
			compare(said, old, new);
			continue;
		}
		if (old)
			say(said, old, NULL, "is gone");
		if (new)
			say(said, new, NULL, "is new");
	}
}

/* Hashes one change after the other; those without number are skipped. */
static bool hash_all(const struct project *project, GPtrArray *changes, GError **error)
{
	for (guint i = 0; i < changes->len; i++) {
		struct numbered_change *change = changes->pdata[i];
		if (!change->number) {
			g_ptr_array_set_size(changes, (int)i);
			return true;
		}
		if (!change_hash(project, change, error))
			return false;
	}
	return true;
}

bool project_hash(const char *directory, GPtrArray *said, GError **error)
{
	g_autoptr(GPtrArray) ignored = g_ptr_array_new_with_free_func(g_free), problems = g_ptr_array_new_with_free_func(g_free);
	struct project *project = project_read(directory, ignored, error);
	GPtrArray *changes = project ? folder_read(directory, problems, error) : NULL;
	bool good = changes && problems_none(problems, MIGRATE_FILES, error) && hash_all(project, changes, error);

	if (good) {
		guint before = said->len;
		compare_all(said, project->changes, changes);
		manifest_chain(project->uuid, changes);
		/* a manifest that could not be read whole is replaced even if no change differs */
		good = (said->len == before && !ignored->len) || manifest_save(directory, project->uuid, changes, error);
	}
	g_clear_pointer(&changes, g_ptr_array_unref);
	project_free(project);
	return good;
}
