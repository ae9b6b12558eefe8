/* Loads a document from git. */
#include "cmd/git_place.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/git.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"

#define GIT_PLACE_ERROR (g_quark_from_static_string("git-place"))

static const char prefix[] = "git:";

bool git_place_is(const char *name)
{
	return g_str_has_prefix(name, prefix);
}

/* The colon that ends the revision, which may contain others in braces: main@{1 day 12:00}. NULL: none. */
static const char *end_of_revision(const char *text)
{
	int depth = 0;

	for (; *text; text++) {
		depth += *text == '{' ? 1 : *text == '}' ? -1 : 0;
		if (*text == ':' && depth <= 0)
			return text;
	}
	return NULL;
}

static char *object_id(const char *what, GError **error)
{
	const char *const arguments[] = { "rev-parse", "--verify", "--end-of-options", what, NULL };

	return git_line(arguments, error);
}

/* The object that the name means; the error says which half of it git does not know. */
static char *find(const char *name, GError **error)
{
	const char *text = name + strlen(prefix), *colon = end_of_revision(text);

	if (!colon || !colon[1]) {
		g_set_error(error, GIT_PLACE_ERROR, 0, "%s: expected git:REVISION:FILE, as git:main:schema.yaml", name);
		return NULL;
	}
	g_autofree char *revision = g_strndup(text, (size_t)(colon - text)), *tree = g_strconcat(revision, "^{tree}", NULL);
	g_autoptr(GError) why = NULL;
	g_autofree char *top = *revision ? object_id(tree, &why) : NULL;
	if (*revision && !top && strstr(why->message, "single revision")) {
		g_set_error(error, GIT_PLACE_ERROR, 0, "%s: there is no revision \"%s\" here", name, revision);
		return NULL;
	}
	char *id = why ? NULL : object_id(text, &why);
	if (!id && strstr(why->message, "single revision"))
		g_set_error(error, GIT_PLACE_ERROR, 0, "%s: there is no file or directory \"%s\" in %s%s", name, colon + 1,
			*revision ? revision : "the index",
			colon[1] == '.' ? "" : "; paths begin at the top of the repository, or here with ./");
	else if (!id)
		g_set_error(error, GIT_PLACE_ERROR, 0, "%s: %s", name, why->message);
	return id;
}

/* Takes one object from the output of `git cat-file --batch`: its line, then its content. False where the output is malformed. */
static bool take_content(const GString *out, size_t *at, struct yaml_file *file)
{
	const char *line = out->str + *at, *end = memchr(line, '\n', out->len - *at),
		   *size = end ? g_strrstr_len(line, end - line, " ") : NULL;

	if (!size || !g_strrstr_len(line, size - line, " blob"))
		return false;
	file->length = strtoul(size + 1, NULL, 10);
	file->text = end + 1;
	*at = (size_t)(file->text - out->str) + file->length + 1;
	return *at <= out->len;
}

static bool is_yaml(const char *path)
{
	return g_str_has_suffix(path, ".yaml") || g_str_has_suffix(path, ".yml");
}

/* The hash in the line: the word of 40 or more digits. */
static const char *find_hash(const char *entry, const char *end, size_t *length)
{
	enum { SHORTEST = 40 };

	for (const char *word = entry; word < end; word += *length + 1) {
		*length = strcspn(word, " \t");
		if (*length >= SHORTEST)
			return word;
	}
	return NULL;
}

/*
 * Adds the YAML files below that directory from the output of ls-tree ("100644 blob HASH\tPATH") or ls-files ("100644 HASH
 * 0\tPATH"), with the paths of that output.
 */
static void list_files(const GString *listing, const char *directory, GArray *files, GString *ids)
{
	for (size_t at = 0; at < listing->len; at += strlen(listing->str + at) + 1) {
		const char *entry = listing->str + at, *tab = strchr(entry, '\t');
		size_t length = 0;
		const char *hash = tab && g_str_has_prefix(entry, "100") && is_yaml(tab) && g_str_has_prefix(tab + 1, directory)
					   ? find_hash(entry, tab, &length)
					   : NULL;
		struct yaml_file file = { .path = hash ? tab + 1 + strlen(directory) : NULL };
		if (!hash)
			continue;
		g_array_append_val(files, file);
		g_string_append_len(ids, hash, (gssize)length);
		g_string_append_c(ids, '\n');
	}
}

static bool load_listed(struct snapshot *into, const char *name, const GString *listing, const char *directory,
	const struct yaml_read_options *options, GError **error)
{
	const char *const read[] = { "cat-file", "--batch", NULL };
	g_autoptr(GArray) files = g_array_new(false, false, sizeof(struct yaml_file));
	GString *ids = g_string_new(NULL), *contents;
	size_t at = 0;

	list_files(listing, directory, files, ids);
	contents = git_run_with(read, ids, error);
	bool good = contents;
	for (guint i = 0; good && i < files->len; i++)
		if (!(good = take_content(contents, &at, &g_array_index(files, struct yaml_file, i))))
			g_set_error(error, GIT_PLACE_ERROR, 0, "%s: git does not give the content of %s", name,
				g_array_index(files, struct yaml_file, i).path);
	good = good && yaml_load_files(into, name, (const struct yaml_file *)(gpointer)files->data, files->len, options, error);
	g_string_free(ids, true);
	if (contents)
		g_string_free(contents, true);
	return good;
}

static bool load_tree(
	struct snapshot *into, const char *name, const char *id, const struct yaml_read_options *options, GError **error)
{
	const char *const arguments[] = { "ls-tree", "-r", "-z", "--full-tree", id, NULL };
	GString *listing = git_run(arguments, error);
	bool good = listing && load_listed(into, name, listing, "", options, error);

	if (listing)
		g_string_free(listing, true);
	return good;
}

/* Loads a directory from the index, which lists only files. *known: the index has it. */
static bool load_index(struct snapshot *into, const char *name, const char *path, bool *known,
	const struct yaml_read_options *options, GError **error)
{
	bool root = strcmp(path, ".") == 0;
	g_autofree char *directory = root ? g_strdup("") : g_strconcat(path, g_str_has_suffix(path, "/") ? "" : "/", NULL),
			*pattern = g_strconcat(":(top,literal)", directory, NULL);
	const char *const arguments[] = { "ls-files", "-s", "-z", "--full-name", "--", pattern, NULL };
	GString *listing = git_run(arguments, NULL);

	*known = listing && listing->len;
	bool good = *known && load_listed(into, name, listing, directory, options, error);
	if (listing)
		g_string_free(listing, true);
	return good;
}

static bool load_blob(
	struct snapshot *into, const char *name, const char *id, const struct yaml_read_options *options, GError **error)
{
	const char *const arguments[] = { "cat-file", "blob", id, NULL };
	GString *text = git_run(arguments, error);
	bool good = text && yaml_load_bytes(into, name, text->str, text->len, options, error);

	if (text)
		g_string_free(text, true);
	return good;
}

bool git_place_load(struct snapshot *into, const char *name, const struct yaml_read_options *options, GError **error)
{
	const char *path = name + strlen(prefix) + 1;
	bool known = false;

	if (name[strlen(prefix)] == ':' && *path) {
		bool good = load_index(into, name, path, &known, options, error);
		if (known)
			return good;
	}
	g_autofree char *id = find(name, error);
	const char *const arguments[] = { "cat-file", "-t", id, NULL };
	g_autofree char *type = id ? git_line(arguments, error) : NULL;
	if (!type)
		return false;
	if (strcmp(type, "tree") == 0)
		return load_tree(into, name, id, options, error);
	if (strcmp(type, "blob") == 0)
		return load_blob(into, name, id, options, error);
	g_set_error(error, GIT_PLACE_ERROR, 0, "%s: is a %s, expected a file or a directory", name, type);
	return false;
}
