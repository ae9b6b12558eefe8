/* A change that is being written. */
#include "migrate/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "migrate/file.h"
#include "migrate/manifest.h"
#include "migrate/status.h"

void draft_init(struct draft *draft)
{
	draft->build = g_string_new(NULL);
	draft->rollback = g_string_new(NULL);
	draft->pre = g_string_new(NULL);
	draft->post = g_string_new(NULL);
	draft->expect = g_string_new(NULL);
}

void draft_clear(struct draft *draft)
{
	GString *const texts[] = { draft->build, draft->rollback, draft->pre, draft->post, draft->expect };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_string_free(texts[i], true);
}

/* Writes the whole text to a new file, or leaves none. */
static bool write_new(const char *path, const GString *text, GError **error)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	size_t done = 0;
	bool good = descriptor >= 0;

	while (good && done < text->len) {
		ssize_t written = write(descriptor, text->str + done, text->len - done);
		good = written >= 0 || errno == EINTR;
		done += (size_t)MAX(written, 0);
	}
	good = good && fsync(descriptor) == 0;
	if (!good)
		migrate_fail(error, MIGRATE_FILES, "%s: cannot be written: %s", path, g_strerror(errno));
	if (!good && descriptor >= 0)
		g_unlink(path);
	if (descriptor >= 0)
		close(descriptor);
	return good;
}

static bool add_file(const struct project *project, struct numbered_change *change, enum file_kind kind, const GString *text,
	GPtrArray *written, GError **error)
{
	g_autofree char *path = file_kind_path(kind, change->name), *whole = file_path(project->directory, path),
			*folder = g_path_get_dirname(whole);

	if (!text->len)
		return true;
	if (g_mkdir_with_parents(folder, 0777) != 0)
		return migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", folder, g_strerror(errno));
	if (!write_new(whole, text, error))
		return false;
	g_ptr_array_add(written, g_strdup(whole));
	file_hash(text->str, text->len, change_add_file(change, kind, path)->sha256);
	return true;
}

static bool write_files(const struct project *project, struct numbered_change *change, const struct draft *draft,
	GPtrArray *written, GError **error)
{
	const GString *const texts[FILE_KINDS] = {
		[FILE_BUILD] = draft->build,
		[FILE_ROLLBACK] = draft->rollback,
		[FILE_PRE] = draft->pre,
		[FILE_POST] = draft->post,
		[FILE_EXPECT] = draft->expect,
	};

	for (int kind = 0; kind < FILE_KINDS; kind++)
		if (texts[kind] && !add_file(project, change, (enum file_kind)kind, texts[kind], written, error))
			return false;
	return true;
}

/* Appends the change to the manifest. */
static bool append(const struct project *project, struct numbered_change *change, GError **error)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new();

	g_ptr_array_extend(changes, project->changes, NULL, NULL);
	g_ptr_array_add(changes, change);
	return manifest_save(project->directory, project->uuid, changes, error);
}

char *draft_write(const struct project *project, const char *slug, const struct draft *draft, GError **error)
{
	g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
	bool numbered = !g_str_has_prefix(slug, CHANGE_UNNUMBERED "_");
	char *name = NULL;

	if (!numbered)
		slug += strlen(CHANGE_UNNUMBERED "_");
	if (!change_slug_allowed(slug)) {
		migrate_fail(
			error, MIGRATE_USAGE, "\"%s\" cannot name a change: letters, digits, _ and - can, as in add_iban", slug);
		return NULL;
	}
	struct numbered_change *change = change_new(numbered ? (int)project->changes->len + 1 : 0, slug);
	if (write_files(project, change, draft, written, error) && (!numbered || append(project, change, error)))
		name = g_strdup(change->name);
	for (guint i = 0; !name && i < written->len; i++)
		g_unlink(written->pdata[i]);
	change_free(change);
	return name;
}
