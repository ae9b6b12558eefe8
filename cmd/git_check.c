/* A hook for git: checks the staged documents. */
#include "cmd/git_check.h"

#include <string.h>
#include <unistd.h>

#include "catalog/pool.h"
#include "catalog/snapshot_finish.h"
#include "cmd/git.h"
#include "cmd/git_place.h"
#include "cmd/terminal.h"
#include "yaml/merge_check.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"
#include "yaml/write.h"

enum { GOOD, BAD, TROUBLE };
enum { FILES = 'F' };

/* The directory of files to which the path belongs. Free it. */
static char *directory_of(const char *path)
{
	g_autofree char *inner = g_path_get_dirname(path), *schema = tree_schema_directory(path);

	return schema ? g_path_get_dirname(inner) : g_steal_pointer(&inner);
}

/* The next of several texts that each end in a NUL; NULL at the end. */
static const char *next(const GString *text, size_t *at)
{
	const char *found = *at < text->len ? text->str + *at : NULL;

	*at += found ? strlen(found) + 1 : 0;
	return found;
}

/* Keeps the paths whose attribute is ours; git prints "PATH", "merge", VALUE for each. */
static bool keep_ours(GHashTable *staged, const GString *paths, GError **error)
{
	static const char *const ask[] = { "check-attr", "--cached", "-z", "--stdin", "merge", NULL };
	GString *answer = paths->len ? git_run_with(ask, paths, error) : g_string_new(NULL);
	size_t at = 0;

	if (!answer)
		return false;
	for (const char *path; (path = next(answer, &at)) && next(answer, &at);) {
		const char *value = next(answer, &at);
		if (strcmp(value, "pgcanon-files") == 0)
			g_hash_table_insert(staged, g_strdup(path), GINT_TO_POINTER(FILES));
		else if (strcmp(value, "pgcanon") != 0)
			g_hash_table_remove(staged, path);
	}
	g_string_free(answer, true);
	return true;
}

/* Staged documents with our attribute: path to a letter, 'D' for a deleted one, FILES for a file of a directory, deleted or not. */
static GHashTable *staged(GError **error)
{
	static const char *const list[] = { "diff", "--cached", "--name-status", "--no-renames", "-z", NULL };
	g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GString *out = git_run(list, error), *paths = g_string_new(NULL);
	size_t at = 0;
	bool good = out;

	for (const char *status; good && (status = next(out, &at));) {
		const char *path = next(out, &at);
		g_hash_table_insert(found, g_strdup(path), GINT_TO_POINTER(*status));
		g_string_append_len(paths, path, (gssize)strlen(path) + 1);
	}
	good = good && keep_ours(found, paths, error);
	g_string_free(paths, true);
	if (out)
		g_string_free(out, true);
	return good ? g_steal_pointer(&found) : NULL;
}

static bool has_comments(const char *text)
{
	return g_regex_match_simple("^[ \\t]*#", text, G_REGEX_MULTILINE, 0);
}

/* Notes a document that is not canonical, but not one with comments, which is edited by hand. */
static void note_form(const char *path, const struct snapshot *snapshot)
{
	bool simple = g_regex_match_simple("^[A-Za-z0-9._/][A-Za-z0-9._/-]*$", path, G_REGEX_DOLLAR_ENDONLY, 0);
	g_autofree char *name = g_strconcat(":0:", path, NULL), *quoted = simple ? g_strdup(path) : g_shell_quote(path);
	const char *const ask[] = { "cat-file", "blob", name, NULL };
	GString *text = git_run(ask, NULL), *canonical = g_string_new(NULL);

	yaml_write_text(snapshot, canonical, NULL);
	if (text && !g_string_equal(text, canonical) && !has_comments(text->str))
		terminal_note("%s is not in canonical form: db2yaml -o %s %s makes it so", path, quoted, quoted);
	g_string_free(canonical, true);
	if (text)
		g_string_free(text, true);
}

static bool is_in_index(const char *directory)
{
	g_autofree char *pattern =
		strcmp(directory, ".") == 0 ? g_strdup(":(top)") : g_strconcat(":(top,literal)", directory, "/", NULL);
	const char *const ask[] = { "ls-files", "-z", "--", pattern, NULL };
	GString *out = git_run(ask, NULL);
	bool is = out && out->len;

	if (out)
		g_string_free(out, true);
	return is;
}

/*
 * The commit that is being merged; NULL where there is none, or several. During an automatic merge git gives it only in a
 * variable's name.
 */
static char *merged_commit(void)
{
	static const char variable[] = "GITHEAD_";
	static const char *const ask[] = { "rev-parse", "--verify", "--quiet", "MERGE_HEAD", NULL };
	g_auto(GStrv) names = g_listenv();
	char *commit = NULL;

	for (size_t i = 0; names[i]; i++)
		if (g_str_has_prefix(names[i], variable)) {
			bool first = !commit;
			g_free(commit);
			commit = first ? g_strdup(names[i] + strlen(variable)) : NULL;
		}
	return commit ? commit : git_line(ask, NULL);
}

static struct snapshot *load(
	struct pool *pool, const char *revision, const char *path, const struct yaml_read_options *options, GError **error)
{
	g_autofree char *place = g_strdup_printf("git:%s:%s", revision, path);
	struct snapshot *snapshot = snapshot_new(pool);

	if (git_place_load(snapshot, place, options, error) && snapshot_finish(snapshot, error))
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

/* The two sides may have removed all remaining privileges between them: then the document would seem to leave privileges out. */
static bool is_as_silent(const struct snapshot *const sides[MERGE_SIDES], const struct snapshot *merged, const char *path)
{
	const struct silence wanted = merge_silence(sides), *found = snapshot_silences(merged);

	if (found->owners == wanted.owners && found->privileges == wanted.privileges)
		return true;
	terminal_error(
		"%s: it seems to leave out owners or privileges where the sides do not: write the key omitted, [] where nothing "
		"is left out",
		path);
	return false;
}

/*
 * Checks a merge before it is committed: whether the changes of both sides fit together. In a tree of files no single file shows
 * that.
 */
static bool check_merge(const struct snapshot *merged, struct pool *pool, const char *path, const struct yaml_read_options *options)
{
	g_autofree char *theirs = merged_commit();
	const char *const ask[] = { "merge-base", "HEAD", theirs, NULL };
	g_autofree char *base = theirs ? git_line(ask, NULL) : NULL;
	struct snapshot *sides[MERGE_SIDES] = { NULL };
	const char *const revisions[] = { base, "HEAD", theirs };
	g_autoptr(GArray) problems = g_array_new(false, false, sizeof(struct merge_problem));
	bool known = base, good;

	for (enum merge_side side = MERGE_BASE; known && side < MERGE_SIDES; side++)
		known = (sides[side] = load(pool, revisions[side], path, options, NULL));
	if (known)
		merge_check((const struct snapshot *const *)sides, merged, problems);
	for (guint i = 0; i < problems->len; i++) {
		terminal_error("%s: %s", path, g_array_index(problems, struct merge_problem, i).text);
		g_free(g_array_index(problems, struct merge_problem, i).text);
	}
	good = !problems->len && (!known || is_as_silent((const struct snapshot *const *)sides, merged, path));
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		snapshot_free(sides[side]);
	return good;
}

static bool check(const char *path, bool tree, const struct yaml_read_options *options)
{
	g_autoptr(GError) error = NULL;
	struct pool *pool = pool_new();
	struct snapshot *snapshot = load(pool, "", path, options, &error);
	bool good = snapshot && check_merge(snapshot, pool, path, options);

	if (!snapshot)
		terminal_error("%s", error->message);
	else if (!tree)
		note_form(path, snapshot);
	snapshot_free(snapshot);
	pool_free(pool);
	return good;
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *sorted_keys(GHashTable *table)
{
	GPtrArray *keys = g_ptr_array_new();
	GHashTableIter iterator;
	gpointer key;

	g_hash_table_iter_init(&iterator, table);
	while (g_hash_table_iter_next(&iterator, &key, NULL))
		g_ptr_array_add(keys, key);
	g_ptr_array_sort(keys, compare_texts);
	return keys;
}

int git_check(const struct yaml_read_options *options, GError **error)
{
	static const char *const ask_top[] = { "rev-parse", "--show-toplevel", NULL };
	g_autofree char *top = git_line(ask_top, error);
	g_autoptr(GHashTable) directories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	/* git prints paths from there */
	g_autoptr(GHashTable) files = top && chdir(top) == 0 ? staged(error) : NULL;
	g_autoptr(GPtrArray) paths = files ? sorted_keys(files) : NULL;
	bool good = true;

	if (!files)
		return TROUBLE;
	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];
		int letter = GPOINTER_TO_INT(g_hash_table_lookup(files, path));
		char *directory = letter == FILES ? directory_of(path) : NULL;
		if (directory && g_hash_table_add(directories, directory) && is_in_index(directory))
			good = check(directory, true, options) && good;
		else if (!directory && letter != 'D')
			good = check(path, false, options) && good;
	}
	return good ? GOOD : BAD;
}
