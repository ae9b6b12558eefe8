/* Gives numbers to changes. */
#include "migrate/renumber.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "migrate/file.h"
#include "migrate/folder.h"
#include "migrate/load.h"
#include "migrate/manifest.h"
#include "migrate/project.h"

/* The output of git; NULL with the reason. */
static char *git(const char *directory, const char *const *words, char **reason)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autofree char *out = NULL;
	g_autoptr(GError) failure = NULL;
	int status = 0;

	g_ptr_array_add(arguments, (gpointer) "git");
	g_ptr_array_add(arguments, (gpointer) "-C");
	g_ptr_array_add(arguments, (gpointer)directory);
	for (; *words; words++)
		g_ptr_array_add(arguments, (gpointer)*words);
	g_ptr_array_add(arguments, NULL);
	*reason = NULL;
	if (!g_spawn_sync(
		    NULL, (char **)arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, reason, &status, &failure)) {
		*reason = g_strdup(failure->message);
		return NULL;
	}
	return g_spawn_check_wait_status(status, NULL) ? g_steal_pointer(&out) : NULL;
}

static bool read_revision(const struct project *project, const char *onto, GPtrArray *changes, GError **error)
{
	g_autofree char *name = g_strconcat(onto, ":./manifest", NULL), *reason = NULL;
	const char *const words[] = { "show", name, NULL };

	if (*onto == '-' || !*onto)
		return migrate_fail(error, MIGRATE_USAGE, "--onto: \"%s\" is not a revision of git", onto);
	g_autofree char *text = git(project->directory, words, &reason);
	if (!text)
		return migrate_fail(error, MIGRATE_FILES, "%s: git cannot show it: %s", name, g_strchomp(reason));
	return manifest_read(name, text, project->uuid, changes, error);
}

/* Reads the working tree's manifest; not during a merge, when it is that of either branch. */
static bool read_own(const struct project *project, GPtrArray *changes, GError **error)
{
	static const char *const words[] = { "rev-parse", "-q", "--verify", "MERGE_HEAD", NULL };
	g_autofree char *reason = NULL, *merge = git(project->directory, words, &reason);

	if (merge)
		return migrate_fail(error, MIGRATE_FILES,
			"a merge is in progress: --onto REVISION says whose manifest counts, MERGE_HEAD or HEAD");
	return manifest_load(project->directory, project->uuid, changes, error);
}

/* Removes the manifest's changes from those found; the others will get numbers. */
static bool take_known(GPtrArray *found, const GPtrArray *changes, GError **error)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < changes->len; i++)
		g_hash_table_add(known, ((struct numbered_change *)changes->pdata[i])->name);
	for (guint i = found->len; i-- > 0;)
		if (g_hash_table_remove(known, ((struct numbered_change *)found->pdata[i])->name))
			g_ptr_array_remove_index(found, i);
	for (guint i = 0; i < changes->len; i++) {
		const struct numbered_change *change = changes->pdata[i];
		if (g_hash_table_contains(known, change->name))
			return migrate_fail(error, MIGRATE_FILES,
				"build/%s.sql is missing, which the manifest has: merge first, then renumber", change->name);
	}
	return true;
}

/* A copy of a change with its new number; parts of file names after the change's name stay. */
static struct numbered_change *renamed(const struct numbered_change *change, int number)
{
	struct numbered_change *new = change_new(number, change->slug);

	for (guint i = 0; i < change->files->len; i++) {
		const struct change_file *file = change->files->pdata[i];
		const char *folder = file_kind_name(file->kind), *rest = file->path + strlen(folder) + 1 + strlen(change->name);
		g_autofree char *path = g_strdup_printf("%s/%s%s", folder, new->name, rest);
		memcpy(change_add_file(new, file->kind, path)->sha256, file->sha256, sizeof(file->sha256));
	}
	return new;
}

/* Renames a file by way of a temporary name, since the new name may be another file's old one. */
struct move {
	char *from, *aside, *to;
};

static void move_free(struct move *move)
{
	g_free(move->from);
	g_free(move->aside);
	g_free(move->to);
	g_free(move);
}

static void add_moves(
	const struct project *project, const struct numbered_change *change, const struct numbered_change *new, GPtrArray *moves)
{
	for (guint i = 0; i < change->files->len; i++) {
		const struct change_file *from = change->files->pdata[i], *to = new->files->pdata[i];
		if (strcmp(from->path, to->path) == 0)
			continue;
		struct move *move = g_new0(struct move, 1);
		move->from = file_path(project->directory, from->path);
		move->to = file_path(project->directory, to->path);
		move->aside = g_strconcat(move->from, ".renumber", NULL);
		g_ptr_array_add(moves, move);
	}
}

static bool move_file(const char *from, const char *to, GError **error)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ||
	       migrate_fail(error, MIGRATE_FILES, "%s cannot be renamed to %s: %s", from, to, g_strerror(errno));
}

/* Renames all or none. */
static bool move_all(const GPtrArray *moves, GError **error)
{
	guint aside = 0, moved = 0;
	bool good = true;

	for (; good && aside < moves->len; aside += good) {
		const struct move *move = moves->pdata[aside];
		good = move_file(move->from, move->aside, error);
	}
	for (; good && moved < moves->len; moved += good) {
		const struct move *move = moves->pdata[moved];
		good = move_file(move->aside, move->to, error);
	}
	for (guint i = 0; !good && i < moved; i++)
		rename(((struct move *)moves->pdata[i])->to, ((struct move *)moves->pdata[i])->aside);
	for (guint i = 0; !good && i < aside; i++)
		rename(((struct move *)moves->pdata[i])->aside, ((struct move *)moves->pdata[i])->from);
	return good;
}

static void say(GPtrArray *said, const struct numbered_change *change, const struct numbered_change *new)
{
	bool same = strcmp(change->name, new->name) == 0;

	g_ptr_array_add(
		said, same ? g_strdup_printf("%s is new", new->name) : g_strdup_printf("%s is now %s", change->name, new->name));
	if (!same && change_file(new, FILE_EXPECT))
		g_ptr_array_add(said,
			g_strdup_printf("expect/%s.yaml was written without the changes that now come before it: write it anew",
				new->name));
}

/* Appends the renamed changes, with the hashes of their files. */
static bool rename_all(const struct project *project, const GPtrArray *found, GPtrArray *changes, GPtrArray *said, GError **error)
{
	g_autoptr(GPtrArray) moves = g_ptr_array_new_with_free_func((GDestroyNotify)move_free);

	for (guint i = 0; i < found->len; i++) {
		if (!change_hash(project, found->pdata[i], error))
			return false;
		struct numbered_change *new = renamed(found->pdata[i], (int)changes->len + 1);
		g_ptr_array_add(changes, new);
		add_moves(project, found->pdata[i], new, moves);
		say(said, found->pdata[i], new);
	}
	return move_all(moves, error) && manifest_save(project->directory, project->uuid, changes, error);
}

bool project_renumber(const char *directory, const char *onto, GPtrArray *said, GError **error)
{
	g_autoptr(GPtrArray) ignored = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	struct project *project = project_read(directory, ignored, error);
	GPtrArray *found = project ? folder_read(directory, ignored, error) : NULL;
	bool good = found && (onto ? read_revision(project, onto, changes, error) : read_own(project, changes, error)) &&
		    take_known(found, changes, error) && rename_all(project, found, changes, said, error);

	g_clear_pointer(&found, g_ptr_array_unref);
	project_free(project);
	return good;
}
