/* Configures the drivers and hooks that git calls for documents. */
#include "cmd/git_setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/kinds.h"
#include "cmd/git.h"
#include "cmd/output.h"

#define SETUP_ERROR (g_quark_from_static_string("git-setup"))

/* The attributes of a document, and of the files of a directory, which are not whole schemas. */
static const char document_attributes[] = " diff=pgcanon merge=pgcanon", files_attributes[] = " diff=pgcanon merge=pgcanon-files",
		  check_option[] = "--git-check";
static const char *const hooks[] = { "pre-commit", "pre-merge-commit" }, *const usual[] = { "schema.yaml", "metadata" };

/* A setting of the repository. */
struct setting {
	const char *key;
	char *value;
};

enum { SETTINGS = 6 };

/* The program for git to call: its name where the shell finds it, else its path. Free it. */
static char *program(void)
{
	g_autofree char *found = g_find_program_in_path("db2yaml"), *self = g_file_read_link("/proc/self/exe", NULL);

	return found || !self ? g_strdup("db2yaml") : g_shell_quote(self);
}

/* A regular expression for lines with the key of an object, at the top or in a schema. */
static char *heading_pattern(void)
{
	g_autoptr(GString) words = g_string_new(NULL);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < kind_count; i++)
		if (!kinds[i]->part && !kinds[i]->list && !kinds[i]->single &&
			g_hash_table_add(known, (gpointer)kind_key(kinds[i])))
			g_string_append_printf(words, "%s%s", words->len ? "|" : "", kind_key(kinds[i]));
	return g_strdup_printf("^ {0,2}[\"']?((%s) .*)$", words->str);
}

static void make_settings(struct setting settings[SETTINGS])
{
	g_autofree char *name = program();

	settings[0] = (struct setting){ "merge.pgcanon.name", g_strdup("schemas of PostgreSQL, by objects") };
	settings[1] = (struct setting){ "merge.pgcanon.driver", g_strdup_printf("%s --git-merge -- %%O %%A %%B %%P", name) };
	settings[2] = (struct setting){ "merge.pgcanon-files.name", g_strdup("schemas of PostgreSQL in many files, by objects") };
	settings[3] = (struct setting){ "merge.pgcanon-files.driver",
		g_strdup_printf("%s --git-merge --multiple-files -- %%O %%A %%B %%P", name) };
	settings[4] = (struct setting){ "diff.pgcanon.command", g_strdup_printf("%s --git-diff --", name) };
	settings[5] = (struct setting){ "diff.pgcanon.xfuncname", heading_pattern() };
}

static void clear_settings(struct setting settings[SETTINGS])
{
	for (size_t i = 0; i < SETTINGS; i++)
		g_free(settings[i].value);
}

static char *read_setting(const char *key)
{
	const char *const arguments[] = { "config", "--local", "--get", key, NULL };

	return git_line(arguments, NULL);
}

static bool write_setting(const struct setting *setting, GError **error)
{
	g_autofree char *there = read_setting(setting->key);
	const char *const arguments[] = { "config", "--local", setting->key, setting->value, NULL };

	if (g_strcmp0(there, setting->value) == 0)
		return true;
	if (there) {
		printf("kept: %s is already \"%s\"; this program would have: %s\n", setting->key, there, setting->value);
		return true;
	}
	g_autofree char *done = git_line(arguments, error);
	if (done)
		printf("set: %s\n", setting->key);
	return done;
}

/* The top of the repository, and paths relative to it. */

static char *top(GError **error)
{
	static const char *const arguments[] = { "rev-parse", "--show-toplevel", NULL };

	return git_line(arguments, error);
}

static char *path_from(const char *root, const char *path, GError **error)
{
	g_autofree char *real_root = realpath(root, NULL), *real = realpath(path, NULL);
	size_t length = real_root ? strlen(real_root) : 0;

	if (!real)
		g_set_error(error, SETUP_ERROR, 0, "%s: %s", path, g_strerror(errno));
	else if (!length || !g_str_has_prefix(real, real_root) || real[length] != '/')
		g_set_error(error, SETUP_ERROR, 0, "%s: is not in the repository %s", path, root);
	else
		return g_strdup(real + length + 1);
	return NULL;
}

static bool is_directory(const char *root, const char *path)
{
	g_autofree char *full = g_build_filename(root, path, NULL);

	return g_file_test(full, G_FILE_TEST_IS_DIR);
}

/* A path as a literal pattern of gitattributes(5). */
static char *pattern_of(const char *root, const char *path)
{
	bool directory = is_directory(root, path);
	g_autofree char *quoted = NULL;
	g_autoptr(GString) pattern = g_string_new("/");
	bool odd = false;

	for (; *path; path++) {
		odd = odd || strchr(" \t\"", *path);
		if (strchr("*?[\\", *path))
			g_string_append_c(pattern, '\\');
		g_string_append_c(pattern, *path);
	}
	if (directory)
		g_string_append(pattern, "/**/*.yaml");
	if (!odd)
		return g_strdup(pattern->str);
	quoted = g_strescape(pattern->str, "\b\f\n\r\v\t");
	return g_strdup_printf("\"%s\"", quoted);
}

/* The content of .gitattributes; empty where the file does not exist. */
static char *read_attributes(const char *root, char **path, GError **error)
{
	char *text = NULL;

	*path = g_build_filename(root, ".gitattributes", NULL);
	if (!g_file_test(*path, G_FILE_TEST_EXISTS))
		return g_strdup("");
	return g_file_get_contents(*path, &text, NULL, error) ? text : NULL;
}

static bool write_attributes(const char *root, const char *relative, GError **error)
{
	g_autofree char *path = NULL, *text = read_attributes(root, &path, error), *pattern = pattern_of(root, relative),
			*line = g_strconcat(pattern, is_directory(root, relative) ? files_attributes : document_attributes, NULL);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	if (!text)
		return false;
	for (size_t i = 0; lines[i]; i++) {
		if (strcmp(g_strchomp(lines[i]), line) == 0)
			return true;
		if (g_str_has_prefix(lines[i], pattern) && strchr(" \t", lines[i][strlen(pattern)]) &&
			(strstr(lines[i], "merge=") || strstr(lines[i], "diff="))) {
			printf("kept: .gitattributes has \"%s\"; this program would have: %s\n", lines[i], line);
			return true;
		}
	}
	GString *all = g_string_new(text);
	if (all->len && all->str[all->len - 1] != '\n')
		g_string_append_c(all, '\n');
	g_string_append_printf(all, "%s\n", line);
	bool good = output_write(&(struct output){ path, all }, 1, error);
	g_string_free(all, true);
	if (good)
		printf("added to .gitattributes, which is to be committed: %s\n", line);
	return good;
}

static bool remove_attributes(const char *root, GError **error)
{
	g_autofree char *path = NULL, *text = read_attributes(root, &path, error);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	GString *left = g_string_new(NULL);
	bool good = text;

	for (size_t i = 0; lines[i]; i++)
		if (g_str_has_suffix(lines[i], document_attributes) || g_str_has_suffix(lines[i], files_attributes))
			printf("taken out of .gitattributes: %s\n", lines[i]);
		else
			g_string_append_printf(left, "%s%s", lines[i], lines[i + 1] ? "\n" : "");
	if (good && strcmp(left->str, text) != 0)
		good = left->len ? output_write(&(struct output){ path, left }, 1, error) : unlink(path) == 0;
	g_string_free(left, true);
	return good;
}

/* Hooks. */

static char *hook_text(void)
{
	g_autofree char *name = program();

	return g_strdup_printf(
		"#!/bin/sh\n# Written by db2yaml --git-setup: documents that do not load are not committed.\nexec %s %s\n", name,
		check_option);
}

/* The directory where git looks for hooks; *own: it is in the repository's .git, not shared or versioned. */
static char *hooks_directory(bool *own, GError **error)
{
	static const char *const ask[] = { "rev-parse", "--git-path", "hooks", NULL }, *const common[] = { "rev-parse",
		"--git-common-dir", NULL };
	char *directory = git_line(ask, error);
	g_autofree char *git = directory ? git_line(common, error) : NULL,
			*usual_directory = git ? g_build_filename(git, "hooks", NULL) : NULL;

	*own = g_strcmp0(directory, usual_directory) == 0;
	return directory;
}

static bool write_hook(const char *directory, bool own, const char *hook, GError **error)
{
	g_autofree char *path = g_build_filename(directory, hook, NULL), *text = NULL, *wanted = hook_text(), *name = program();

	if (g_file_get_contents(path, &text, NULL, NULL) ? strstr(text, check_option) : NULL)
		return true;
	if (text || g_file_test(path, G_FILE_TEST_EXISTS) || !own) {
		printf("kept: %s %s; add this line to it: %s %s || exit 1\n", path,
			text ? "is there" : "would be in a directory that may be shared", name, check_option);
		return true;
	}
	g_mkdir_with_parents(directory, 0777);
	GString *content = g_string_new(wanted);
	bool good = output_write(&(struct output){ path, content }, 1, error);
	g_string_free(content, true);
	if (good && chmod(path, 0755) != 0) {
		g_set_error(error, SETUP_ERROR, 0, "%s: %s", path, g_strerror(errno));
		return false;
	}
	if (good)
		printf("written: %s\n", path);
	return good;
}

static void remove_hook(const char *directory, const char *hook)
{
	g_autofree char *path = g_build_filename(directory, hook, NULL), *text = NULL, *wanted = hook_text();

	if (!g_file_get_contents(path, &text, NULL, NULL) || !strstr(text, check_option))
		return;
	if (strcmp(text, wanted) == 0 && unlink(path) == 0)
		printf("removed: %s\n", path);
	else
		printf("kept: %s; take the line with %s out of it\n", path, check_option);
}

/* The given paths, relative to the top; or the default ones. */
static GPtrArray *choose_paths(const GPtrArray *given, const char *root, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < given->len; i++) {
		char *path = path_from(root, given->pdata[i], error);
		if (!path)
			return NULL;
		g_ptr_array_add(paths, path);
	}
	for (size_t i = 0; !given->len && i < G_N_ELEMENTS(usual); i++) {
		g_autofree char *full = g_build_filename(root, usual[i], NULL);
		if (g_file_test(full, G_FILE_TEST_EXISTS))
			g_ptr_array_add(paths, g_strdup(usual[i]));
	}
	if (paths->len)
		return g_steal_pointer(&paths);
	g_set_error(error, SETUP_ERROR, 0,
		"which documents? There is neither schema.yaml nor metadata at the top of %s: name the files, or their directory",
		root);
	return NULL;
}

bool git_setup(const GPtrArray *given, GError **error)
{
	g_autofree char *root = top(error);
	g_autoptr(GPtrArray) paths = root ? choose_paths(given, root, error) : NULL;
	struct setting settings[SETTINGS];
	bool good = paths, own = false;

	for (guint i = 0; good && i < paths->len; i++)
		good = write_attributes(root, paths->pdata[i], error);
	make_settings(settings);
	for (size_t i = 0; good && i < SETTINGS; i++)
		good = write_setting(&settings[i], error);
	clear_settings(settings);
	g_autofree char *directory = good ? hooks_directory(&own, error) : NULL;
	good = directory;
	for (size_t i = 0; good && i < G_N_ELEMENTS(hooks); i++)
		good = write_hook(directory, own, hooks[i], error);
	return good && output_finish(error);
}

bool git_remove(GError **error)
{
	g_autofree char *root = top(error);
	struct setting settings[SETTINGS];
	bool good = root && remove_attributes(root, error), own;

	make_settings(settings);
	for (size_t i = 0; good && i < SETTINGS; i++) {
		g_autofree char *there = read_setting(settings[i].key);
		const char *const arguments[] = { "config", "--local", "--unset", settings[i].key, NULL };
		if (there && strcmp(there, settings[i].value) != 0) {
			printf("kept: %s is \"%s\"\n", settings[i].key, there);
		} else if (there) {
			g_autofree char *done = git_line(arguments, error);
			if ((good = done))
				printf("unset: %s\n", settings[i].key);
		}
	}
	clear_settings(settings);
	g_autofree char *directory = good ? hooks_directory(&own, error) : NULL;
	for (size_t i = 0; directory && i < G_N_ELEMENTS(hooks); i++)
		remove_hook(directory, hooks[i]);
	return directory && output_finish(error);
}
