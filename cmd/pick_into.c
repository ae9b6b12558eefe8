/* db2yaml --pick: copies single objects of a place into a document. */
#include "cmd/pick_into.h"

#include "catalog/read/interrupt.h"
#include "catalog/snapshot_finish.h"
#include "cmd/output.h"
#include "cmd/pick.h"
#include "cmd/terminal.h"
#include "yaml/tree.h"
#include "yaml/update.h"
#include "yaml/write.h"

/* Reads the document; where it does not exist yet, an empty one that leaves out what the options do. */
static struct snapshot *read_document(struct place *place, struct pool *pool, const struct place_options *options, GError **error)
{
	if (g_file_test(place_path(place), G_FILE_TEST_EXISTS))
		return place_read(place, pool, error);
	struct snapshot *empty = snapshot_new(pool);
	snapshot_silence(empty)->owners = options->no_owner;
	snapshot_silence(empty)->privileges = options->no_privileges;
	return snapshot_finish(empty, error) ? empty : NULL;
}

static bool write_file(const struct snapshot *before, const struct snapshot *after, const char *path,
	const struct yaml_read_options *how, GError **error)
{
	g_autofree char *text = NULL;
	GString *out = g_string_new(NULL);
	size_t length;
	bool good = true;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		yaml_write_text(after, out, NULL);
	else
		good = g_file_get_contents(path, &text, &length, error) &&
		       yaml_update_text(before, after, path, text, length, false, how, out, error);
	good = good && output_write(&(struct output){ path, out }, 1, error);
	g_string_free(out, true);
	return good;
}

static bool write_files(const struct snapshot *before, const struct snapshot *after, const char *path,
	const struct yaml_read_options *how, GError **error)
{
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return yaml_write_directory(after, path, NULL, error);
	interrupt_hold();
	bool good = yaml_update_directory(before, after, path, how, error);
	interrupt_release();
	return good;
}

bool pick_into(const struct pick_options *picked, const struct snapshot *from, const char *path, bool directory,
	const struct place_options *options, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	struct place_options reading = { .pyrseas = options->pyrseas,
		.no_pyrseas = options->no_pyrseas,
		.lenient = options->lenient,
		.search_path = options->search_path,
		.warnings = warnings };
	const struct yaml_read_options how = place_reading(&reading);
	g_autofree char *name = g_strconcat("file:", path, NULL);
	struct place *place = place_new(name, &reading);
	struct snapshot *before = read_document(place, snapshot_pool(from), options, error);
	struct snapshot *after = before ? pick(before, from, picked->names, picked->needed, error) : NULL;
	bool good = after;

	for (guint i = 0; i < warnings->len; i++)
		terminal_warn("%s", (char *)warnings->pdata[i]);
	if (good)
		good = directory ? write_files(before, after, path, &how, error) : write_file(before, after, path, &how, error);
	snapshot_free(after);
	snapshot_free(before);
	place_free(place);
	return good;
}
