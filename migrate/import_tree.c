/* Reads numbered scripts in build/ and rollback/, in the layout of DbAlign. */
#include "migrate/import_tree.h"

#include <string.h>

#include "migrate/import_inside.h"
#include "migrate/status.h"

struct numbered {
	guint64 number;
	char *file; /* 0042-add iban.sql */
};

static void numbered_free(struct numbered *numbered)
{
	g_free(numbered->file);
	g_free(numbered);
}

static int compare(const void *a, const void *b)
{
	const struct numbered *one = *(struct numbered *const *)a, *other = *(struct numbered *const *)b;

	return one->number != other->number ? (one->number > other->number) - (one->number < other->number)
					    : strcmp(one->file, other->file);
}

static bool is_script(const char *file)
{
	return g_str_has_suffix(file, ".sql") && g_ascii_isdigit(*file);
}

static bool read_folder(const char *path, GPtrArray *files, GPtrArray *said, GError **error)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, error);
	const char *file;

	if (!folder)
		return migrate_fail_as(error, MIGRATE_FILES);
	while ((file = g_dir_read_name(folder))) {
		if (!is_script(file)) {
			g_ptr_array_add(
				said, g_strdup_printf(
					      "build/%s is left out: its name does not begin with a number and end in .sql", file));
			continue;
		}
		struct numbered *numbered = g_new0(struct numbered, 1);
		numbered->number = g_ascii_strtoull(file, NULL, 10);
		numbered->file = g_strdup(file);
		g_ptr_array_add(files, numbered);
	}
	g_ptr_array_sort(files, compare);
	return true;
}

/* The name without the number: 0042-add iban.sql is "add iban". */
static char *title_of(const char *file)
{
	const char *start = file + strspn(file, "0123456789");

	start += strspn(start, "_-. ");
	return strlen(start) > strlen(".sql") ? g_strndup(start, strlen(start) - strlen(".sql")) : g_strdup("change");
}

bool import_tree(const char *source, GPtrArray *changes, GPtrArray *said, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)numbered_free);
	g_autofree char *build = g_build_filename(source, "build", NULL);

	if (!read_folder(build, files, said, error))
		return false;
	for (guint i = 0; i < files->len; i++) {
		const struct numbered *numbered = files->pdata[i], *before = i ? files->pdata[i - 1] : NULL;
		if (before && before->number == numbered->number)
			return migrate_fail(error, MIGRATE_FILES,
				"number %" G_GUINT64_FORMAT " is there twice: build/%s and build/%s", numbered->number,
				before->file, numbered->file);
		g_autofree char *title = title_of(numbered->file);
		struct imported *change = imported_new(title);
		change->build = g_build_filename("build", numbered->file, NULL);
		change->rollback = g_build_filename("rollback", numbered->file, NULL);
		g_ptr_array_add(changes, change);
		if (numbered->number != i + 1)
			imported_note(change, "number %" G_GUINT64_FORMAT " before", numbered->number);
	}
	if (files->len && ((struct numbered *)files->pdata[files->len - 1])->number != files->len)
		g_ptr_array_add(said,
			g_strdup_printf(
				"numbers had gaps: the changes are now 1 to %u, and each that moved says so in its build file",
				files->len));
	return true;
}
