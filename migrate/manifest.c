/* The manifest: lines of files and heads. */
#include "migrate/manifest.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/status.h"

#define FIRST_LINE "# dbalign manifest 1 sha256"
#define HEAD "# head "

enum { HASH = 64 };

/* The state of reading. */
struct reader {
	const char *path, *uuid;
	unsigned line;
	GPtrArray *changes;
	struct numbered_change *change; /* the current change; NULL: after a head */
	struct change_file *before;	/* its last file */
	char head[65];			/* of the last complete change */
};

void manifest_start(const char *uuid, char head[65])
{
	file_hash(uuid, strlen(uuid), head);
}

static void append_files(GString *out, const struct numbered_change *change)
{
	for (guint i = 0; i < change->files->len; i++) {
		const struct change_file *file = change->files->pdata[i];
		g_string_append_printf(out, "%s  %s\n", file->sha256, file->path);
	}
}

static void chain(const char *before, const struct numbered_change *change, char head[65])
{
	g_autoptr(GString) block = g_string_new(before);

	g_string_append_c(block, '\n');
	append_files(block, change);
	file_hash(block->str, block->len, head);
}

void manifest_chain_one(const char *before, struct numbered_change *change)
{
	chain(before, change, change->head);
}

void manifest_chain(const char *uuid, const GPtrArray *changes)
{
	char head[65];

	manifest_start(uuid, head);
	for (guint i = 0; i < changes->len; i++) {
		struct numbered_change *change = changes->pdata[i];
		chain(head, change, change->head);
		memcpy(head, change->head, sizeof(head));
	}
}

void manifest_write(GString *out, const char *uuid, const GPtrArray *changes)
{
	manifest_chain(uuid, changes);
	g_string_append(out, FIRST_LINE "\n");
	for (guint i = 0; i < changes->len; i++) {
		const struct numbered_change *change = changes->pdata[i];
		append_files(out, change);
		g_string_append_printf(
			out, HEAD "%.*s %s\n", (int)(strlen(change->name) - strlen(change->slug) - 1), change->name, change->head);
	}
}

bool manifest_save(const char *directory, const char *uuid, const GPtrArray *changes, GError **error)
{
	g_autofree char *path = file_path(directory, "manifest");
	g_autoptr(GString) text = g_string_new(NULL);

	manifest_write(text, uuid, changes);
	return g_file_set_contents_full(path, text->str, (gssize)text->len,
		       G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error) ||
	       migrate_fail_as(error, MIGRATE_FILES);
}

static bool fail(const struct reader *reader, GError **error, const char *text)
{
	return migrate_fail(error, MIGRATE_FILES, "%s:%u: %s", reader->path, reader->line, text);
}

static bool is_hash(const char *text)
{
	return strspn(text, "0123456789abcdef") >= HASH;
}

/* The kind of file at a path, and its change; the slug of a test's name is cut to that of its change later. */
static const char *split_path(const char *path, enum file_kind *kind, int *number)
{
	for (int i = 0; i < FILE_KINDS; i++) {
		const char *folder = file_kind_name((enum file_kind)i);
		size_t length = strlen(folder);
		if (strncmp(path, folder, length) != 0 || path[length] != '/' ||
			!g_str_has_suffix(path, file_kind_suffix((enum file_kind)i)))
			continue;
		*kind = (enum file_kind)i;
		return strchr(path + length + 1, '/') ? NULL : change_split_name(path + length + 1, number);
	}
	return NULL;
}

static bool in_order(const struct reader *reader, enum file_kind kind, const char *path)
{
	const struct change_file *before = reader->before;

	return !before || before->kind < kind || (before->kind == FILE_TEST && kind == FILE_TEST && strcmp(before->path, path) < 0);
}

static struct numbered_change *start_change(struct reader *reader, const char *slug, int number, GError **error)
{
	int last = reader->changes->len ? ((struct numbered_change *)reader->changes->pdata[reader->changes->len - 1])->number : 0;

	if (number != last + 1) {
		migrate_fail(error, MIGRATE_FILES,
			"%s:%u: number %05d, expected %05d: numbers have no gaps and occur once; `dbalign renumber --onto BRANCH` "
			"gives new ones",
			reader->path, reader->line, number, last + 1);
		return NULL;
	}
	struct numbered_change *change = change_new(number, slug);
	g_ptr_array_add(reader->changes, change);
	reader->before = NULL;
	return change;
}

static bool take_file(struct reader *reader, const char *line, GError **error)
{
	const char *path = line + HASH + 2;
	enum file_kind kind = FILE_BUILD;
	int number = 0;
	const char *slug = split_path(path, &kind, &number);

	if (!slug || !number)
		return fail(reader, error, "is not a file of a change, expected such as build/00001_slug.sql");
	g_autofree char *own = g_strndup(slug, strlen(slug) - strlen(file_kind_suffix(kind)));
	if (!reader->change && kind != FILE_BUILD)
		return fail(reader, error, "a change begins with its build file");
	if (!reader->change && !change_slug_allowed(own))
		return fail(reader, error, "the name of a change has letters, digits, _ and -");
	if (!reader->change && !(reader->change = start_change(reader, own, number, error)))
		return false;
	const char *wanted = reader->change->slug;
	if (number != reader->change->number || (kind == FILE_TEST ? !g_str_has_prefix(own, wanted) : strcmp(own, wanted) != 0))
		return fail(reader, error, "is a file of another change: the one before has no head");
	if (!in_order(reader, kind, path))
		return fail(reader, error, "files are in the order build, rollback, pre, post, expect, test, each once");
	reader->before = change_add_file(reader->change, kind, path);
	memcpy(reader->before->sha256, line, HASH);
	return true;
}

static bool take_head(struct reader *reader, const char *line, GError **error)
{
	struct numbered_change *change = reader->change;
	g_autofree char *wanted = NULL;

	if (!change)
		return fail(reader, error, "a head of no files");
	chain(reader->head, change, change->head);
	wanted = g_strdup_printf(HEAD "%05d %s", change->number, change->head);
	if (strcmp(line, wanted) != 0)
		return fail(reader, error,
			"the head is not that of the lines above it: the manifest was changed by hand; `dbalign hash` writes it "
			"anew, from the files");
	memcpy(reader->head, change->head, sizeof(reader->head));
	reader->change = NULL;
	return true;
}

static bool take_line(struct reader *reader, const char *line, GError **error)
{
	if (reader->line == 1)
		return strcmp(line, FIRST_LINE) == 0 ||
		       fail(reader, error, "is not a manifest that this version reads, expected `" FIRST_LINE "`");
	if (g_str_has_prefix(line, "<<<<<<<") || g_str_has_prefix(line, "=======") || g_str_has_prefix(line, ">>>>>>>"))
		return fail(reader, error,
			"a merge has left a conflict: `dbalign renumber --onto BRANCH` takes the manifest of the branch that you "
			"merge into, and adds your changes to it");
	if (g_str_has_prefix(line, HEAD))
		return take_head(reader, line, error);
	if (is_hash(line) && line[HASH] == ' ' && line[HASH + 1] == ' ')
		return take_file(reader, line, error);
	return fail(reader, error, "expected the SHA-256 and the path of a file, or a head");
}

bool manifest_read(const char *path, const char *text, const char *uuid, GPtrArray *changes, GError **error)
{
	struct reader reader = { .path = path, .uuid = uuid, .changes = changes };
	const char *end;

	manifest_start(uuid, reader.head);
	for (; (end = strchr(text, '\n')); text = end + 1) {
		g_autofree char *line = g_strndup(text, (size_t)(end - text));
		reader.line++;
		if (!take_line(&reader, line, error))
			return false;
	}
	reader.line++;
	if (*text || reader.line == 1)
		return fail(&reader, error, "ends in the middle of a line: it is incomplete");
	return !reader.change || fail(&reader, error, "ends without the head of its last change: it is incomplete");
}

bool manifest_load(const char *directory, const char *uuid, GPtrArray *changes, GError **error)
{
	g_autofree char *path = file_path(directory, "manifest");
	size_t length = 0;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_autofree char *text = file_read(path, &length, error);
	if (text && strlen(text) != length)
		return migrate_fail(error, MIGRATE_FILES, "%s: has a NUL byte: it is not a manifest", path);
	return text && manifest_read(path, text, uuid, changes, error);
}
