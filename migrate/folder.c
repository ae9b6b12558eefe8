/* Lists the files in the folders of a project. */
#include "migrate/folder.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/status.h"

/* In names of tests: no character that breaks a line of the manifest, or is invisible. */
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

struct scan {
	const char *directory;
	GHashTable *by_name; /* char *, of the change: struct numbered_change * */
	GPtrArray *changes, *problems;
};

__attribute__((format(printf, 2, 3))) static void problem(struct scan *scan, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(scan->problems, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

static bool is_ignored(const char *name)
{
	return *name == '.' || g_str_has_suffix(name, "~") || g_str_has_prefix(name, "README");
}

static void add_build(struct scan *scan, const char *name, const char *path)
{
	int number = 0;
	const char *slug = change_split_name(name, &number);

	if (!slug || !change_slug_allowed(slug)) {
		problem(scan,
			"%s: is not the name of a change, expected such as build/00001_add_iban.sql or build/XXXXX_add_iban.sql",
			path);
		return;
	}
	struct numbered_change *change = change_new(number, slug);
	change_add_file(change, FILE_BUILD, path);
	g_ptr_array_add(scan->changes, change);
	g_hash_table_insert(scan->by_name, change->name, change);
}

/* The change of a file; that of test/00042_add_iban_twice.sql is 00042_add_iban. */
static struct numbered_change *owner_of(const struct scan *scan, enum file_kind kind, const char *name)
{
	g_autofree char *part = g_strdup(name);
	struct numbered_change *change = g_hash_table_lookup(scan->by_name, part);

	for (size_t i = strlen(part); kind == FILE_TEST && !change && i > 0; i--)
		if (strchr("_-.", part[i - 1])) {
			part[i - 1] = '\0';
			change = g_hash_table_lookup(scan->by_name, part);
		}
	return change;
}

static void add_file(struct scan *scan, enum file_kind kind, const char *file)
{
	const char *suffix = file_kind_suffix(kind);
	g_autofree char *path = g_strconcat(file_kind_name(kind), "/", file, NULL);

	if (!g_str_has_suffix(file, suffix)) {
		problem(scan, "%s: is not a file of a change, expected a name that ends in %s", path, suffix);
		return;
	}
	g_autofree char *name = g_strndup(file, strlen(file) - strlen(suffix));
	if (kind == FILE_TEST && name[strspn(name, NAME_CHARACTERS)]) {
		problem(scan, "%s: the name of a test has letters, digits, _, - and .", path);
		return;
	}
	struct numbered_change *change = kind == FILE_BUILD ? NULL : owner_of(scan, kind, name);
	if (kind == FILE_BUILD)
		add_build(scan, name, path);
	else if (!change)
		problem(scan, "%s: belongs to no change, build/%s.sql is missing", path, name);
	else
		change_add_file(change, kind, path);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool scan_folder(struct scan *scan, enum file_kind kind, GError **error)
{
	g_autofree char *path = file_path(scan->directory, file_kind_name(kind));
	GError *failure = NULL;
	g_autoptr(GDir) folder = g_dir_open(path, 0, &failure);
	const char *name;

	if (!folder && g_error_matches(failure, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
		g_clear_error(&failure);
		return true;
	}
	if (!folder) {
		g_propagate_error(error, failure);
		return migrate_fail_as(error, MIGRATE_FILES);
	}
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(folder)))
		if (!is_ignored(name))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		add_file(scan, kind, names->pdata[i]);
	return true;
}

static void check_numbers(struct scan *scan)
{
	const struct numbered_change *before = NULL;

	for (guint i = 0; i < scan->changes->len; i++) {
		const struct numbered_change *change = scan->changes->pdata[i];
		int last = before ? before->number : 0;
		if (!change->number)
			return;
		if (change->number == last)
			problem(scan,
				"number %05d is there twice: build/%s.sql and build/%s.sql; `dbalign renumber --onto BRANCH` "
				"gives the later one the next number",
				last, before->name, change->name);
		else if (change->number != last + 1 && before)
			problem(scan,
				"number %05d is missing: build/%s.sql comes after build/%s.sql; `dbalign renumber` closes the gap",
				last + 1, change->name, before->name);
		else if (change->number != last + 1)
			problem(scan,
				"number 00001 is missing: the first change is build/%s.sql; `dbalign renumber` closes the gap",
				change->name);
		before = change;
	}
}

GPtrArray *folder_read(const char *directory, GPtrArray *problems, GError **error)
{
	struct scan scan = {
		.directory = directory,
		.by_name = g_hash_table_new(g_str_hash, g_str_equal),
		.changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free),
		.problems = problems,
	};
	bool good = true;

	for (int kind = 0; good && kind < FILE_KINDS; kind++)
		good = scan_folder(&scan, (enum file_kind)kind, error);
	g_hash_table_unref(scan.by_name);
	if (!good) {
		g_ptr_array_unref(scan.changes);
		return NULL;
	}
	changes_sort(scan.changes);
	check_numbers(&scan);
	return scan.changes;
}
