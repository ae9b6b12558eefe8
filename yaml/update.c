/* Updates a document, or a directory of files, from one snapshot to another. */
#include "yaml/update.h"

#include <errno.h>
#include <string.h>

#include "catalog/snapshot_finish.h"
#include "yaml/error.h"
#include "yaml/merge_document.h"
#include "yaml/store.h"
#include "yaml/tree.h"
#include "yaml/write.h"

/*
 * Applies the difference of two canonical texts to the document, as a merge in which they are base and theirs, and the document is
 * ours.
 */
static bool take_way(const char *path, bool part, const GString *before, const GString *after, const char *text, size_t length,
	bool yields, const struct yaml_read_options *options, GString *out, GError **error)
{
	const struct version versions[MERGE_SIDES] = {
		[MERGE_BASE] = { before->str, before->len },
		[MERGE_OURS] = { text, length },
		[MERGE_THEIRS] = { after->str, after->len },
	};
	struct merge merge;

	if (length == before->len && memcmp(text, before->str, length) == 0) {
		g_string_append_len(out, after->str, (gssize)after->len);
		return true;
	}
	merge_init(&merge);
	merge.theirs_win = yields;
	bool good = merge_document(path, versions, part, options, &merge, error);
	if (good && merge.conflicts->len)
		good = yaml_fail(error, YAML_ERROR_CONTENT, path, 0, 0,
			"nothing was written, since a comment, or how it is written, stands in the way here: %s",
			(char *)merge.conflicts->pdata[0]);
	if (good)
		g_string_append_len(out, merge.text->str, (gssize)merge.text->len);
	merge_clear(&merge);
	return good;
}

/* Whether the document describes the snapshot. */
static bool is_snapshot(const struct snapshot *snapshot, const char *path, const GString *document,
	const struct yaml_read_options *options, GError **error)
{
	g_autoptr(GError) why = NULL;
	struct snapshot *loaded = snapshot_new(snapshot_pool(snapshot));
	GString *text = g_string_new(NULL), *wanted = g_string_new(NULL);
	bool good = yaml_load_bytes(loaded, path, document->str, document->len, options, &why) && snapshot_finish(loaded, &why);

	yaml_write_text(snapshot, wanted, NULL);
	if (good)
		yaml_write_text(loaded, text, NULL);
	if (good && !(good = g_string_equal(text, wanted)))
		yaml_fail(error, YAML_ERROR_CONTENT, path, 0, 0,
			"nothing was written: it is written in a way in which single objects cannot be changed; db2yaml -o FILE "
			"FILE makes it canonical");
	else if (why)
		yaml_fail(error, YAML_ERROR_CONTENT, path, 0, 0, "nothing was written, since the document would not load: %s",
			why->message);
	snapshot_free(loaded);
	g_string_free(text, true);
	g_string_free(wanted, true);
	return good;
}

bool yaml_update_text(const struct snapshot *before, const struct snapshot *after, const char *path, const char *text,
	size_t length, bool yields, const struct yaml_read_options *options, GString *out, GError **error)
{
	GString *old = g_string_new(NULL), *new = g_string_new(NULL);

	yaml_write_text(before, old, NULL);
	yaml_write_text(after, new, NULL);
	bool good = take_way(path, false, old, new, text, length, yields, options, out, error) &&
		    is_snapshot(after, path, out, options, error);
	g_string_free(old, true);
	g_string_free(new, true);
	return good;
}

/* The content of a file of the store; NULL: it does not exist. */
static GString *read_file(const struct store *store, const char *name)
{
	FILE *file = store_read(store, name);
	GString *text = file ? g_string_new(NULL) : NULL;
	char buffer[65536];

	for (size_t got; file && (got = fread(buffer, 1, sizeof(buffer), file));)
		g_string_append_len(text, buffer, (gssize)got);
	if (file)
		fclose(file);
	return text;
}

/* The new content of a file; out stays empty where it is to be removed. */
static bool update_file(const struct store *store, const char *name, const GString *old, const GString *new,
	const struct yaml_read_options *options, GString *out, GError **error)
{
	g_autofree char *path = g_build_filename(store->path, name, NULL);
	GString *text = read_file(store, name);
	bool good = true;

	if (!old != !text)
		good = yaml_fail(error, YAML_ERROR_FILE, path, 0, 0,
			old ? "is not there: files have other names than db2yaml gives them"
			    : "is there already, and holds something else");
	else if (old && !new)
		good = g_string_equal(old, text) ||
		       yaml_fail(error, YAML_ERROR_CONTENT, path, 0, 0,
			       "is to go, and has comments, or is written in another way: remove it by hand");
	else if (!old)
		g_string_append_len(out, new->str, (gssize) new->len);
	else
		good = take_way(path, true, old, new, text->str, text->len, false, options, out, error);
	if (text)
		g_string_free(text, true);
	return good;
}

/* The names of files that differ. */
static GPtrArray *changed(GHashTable *old, GHashTable *new)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTable *const both[] = { old, new };

	for (int i = 0; i < 2; i++) {
		GHashTableIter iterator;
		gpointer name, text;
		g_hash_table_iter_init(&iterator, both[i]);
		while (g_hash_table_iter_next(&iterator, &name, &text)) {
			const GString *other = g_hash_table_lookup(both[1 - i], name);
			if (i == 0 ? !other || !g_string_equal(text, other) : !other)
				g_ptr_array_add(names, name);
		}
	}
	return names;
}

static void free_string(gpointer string)
{
	g_string_free(string, true);
}

/* Computes all contents before writing: an error leaves the files unchanged. */
static bool update_files(
	struct store *store, GHashTable *old, GHashTable *new, const struct yaml_read_options *options, GError **error)
{
	g_autoptr(GPtrArray) names = changed(old, new), texts = g_ptr_array_new_with_free_func(free_string);
	bool good = true;

	for (guint i = 0; good && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_ptr_array_add(texts, g_string_new(NULL));
		good = update_file(store, name, g_hash_table_lookup(old, name), g_hash_table_lookup(new, name), options,
			texts->pdata[i], error);
	}
	for (guint i = 0; good && i < names->len; i++)
		if (g_hash_table_contains(new, names->pdata[i]))
			good = store_write(store, names->pdata[i], texts->pdata[i], error);
	good = good && store_commit(store, error);
	for (guint i = 0; good && i < names->len; i++)
		if (!g_hash_table_contains(new, names->pdata[i]))
			store_remove(store, names->pdata[i]);
	return good;
}

bool yaml_update_directory(const struct snapshot *before, const struct snapshot *after, const char *path,
	const struct yaml_read_options *options, GError **error)
{
	g_autoptr(GHashTable) old = yaml_directory_files(before, NULL), new = yaml_directory_files(after, NULL);
	struct store store;

	if (!store_open(&store, path, error))
		return false;
	bool good = update_files(&store, old, new, options, error);
	store_close(&store);
	return good;
}
