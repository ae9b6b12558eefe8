/* Converts projects of other tools. */
#include "migrate/import.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "migrate/file.h"
#include "migrate/hash.h"
#include "migrate/import_inside.h"
#include "migrate/import_script.h"
#include "migrate/import_sqitch.h"
#include "migrate/import_tree.h"
#include "migrate/init.h"
#include "migrate/project.h"

struct imported *imported_new(const char *name)
{
	struct imported *change = g_new0(struct imported, 1);
	char *slug = g_strndup(name, 120);

	for (char *at = slug; *at; at++)
		if (!g_ascii_isalnum(*at) && *at != '_' && *at != '-')
			*at = '_';
	change->slug = slug;
	change->notes = g_ptr_array_new_with_free_func(g_free);
	if (strcmp(slug, name) != 0)
		imported_note(change, "called %s before", name);
	return change;
}

static void imported_free(void *data)
{
	struct imported *change = data;

	g_free(change->slug);
	g_free(change->build);
	g_free(change->rollback);
	g_free(change->post);
	g_ptr_array_unref(change->notes);
	g_free(change);
}

void imported_note(struct imported *change, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(change->notes, g_strdelimit(g_strdup_vprintf(format, arguments), "\r\n", ' '));
	va_end(arguments);
}

/* Converts a script; *there is false where there is none. */
static bool read_script(
	const char *source, const char *path, struct import_needs *needs, GPtrArray *said, char **text, GError **error)
{
	g_autofree char *whole = path ? g_build_filename(source, path, NULL) : NULL;
	size_t length = 0;
	const char *end;

	*text = NULL;
	if (!whole || !g_file_test(whole, G_FILE_TEST_EXISTS))
		return true;
	g_autofree char *bytes = file_read(whole, &length, error);
	if (!bytes)
		return false;
	if (!g_utf8_validate_len(bytes, length, &end))
		return position_fail(
			error, MIGRATE_FILES, whole, bytes, end, "byte 0x%02X is not that of a text in UTF-8", (unsigned char)*end);
	*text = import_script(path, bytes, needs, said);
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void append_variables(GString *out, GHashTable *variables)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, variables);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, name);
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(out, "%s%s %s", i ? ", " : "-- vars: ", (char *)names->pdata[i],
			(char *)g_hash_table_lookup(variables, names->pdata[i]));
	g_string_append(out, names->len ? "\n" : "");
}

static char *build_text(const struct imported *change, const struct import_needs *needs, const char *script, bool reversible)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < change->notes->len; i++)
		g_string_append_printf(out, "-- note: %s\n", (char *)change->notes->pdata[i]);
	if (needs->alone)
		g_string_append(out, "-- transaction: no\n");
	if (!reversible)
		g_string_append(out, "-- irreversible: there was no script to take it back\n");
	append_variables(out, needs->variables);
	g_string_append(out, script);
	return g_string_free(out, false);
}

/* For the other tool a script holds if it raises no error; here a query has to return true. */
static char *post_text(const char *script)
{
	return g_strconcat(script, g_str_has_suffix(script, "\n") ? "" : "\n",
		"\n-- What stands above raises an error where it does not hold.\nSELECT true;\n", NULL);
}

static bool write_script(const char *directory, enum file_kind kind, const char *name, const char *text, GError **error)
{
	g_autofree char *path = file_kind_path(kind, name), *whole = file_path(directory, path);

	return !text || g_file_set_contents(whole, text, -1, error) || migrate_fail_as(error, MIGRATE_FILES);
}

/* The scripts of a change, and their needs. */
struct scripts {
	char *build, *rollback, *post; /* NULL: none */
	bool post_writes;
	struct import_needs needs;
};

static bool read_scripts(
	const char *source, const struct imported *change, struct scripts *scripts, GPtrArray *said, GError **error)
{
	bool good = read_script(source, change->build, &scripts->needs, said, &scripts->build, error) &&
		    read_script(source, change->rollback, &scripts->needs, said, &scripts->rollback, error);

	scripts->needs.writes = false;
	good = good && read_script(source, change->post, &scripts->needs, said, &scripts->post, error);
	scripts->post_writes = scripts->needs.writes;
	return good && (scripts->build || migrate_fail(error, MIGRATE_FILES, "%s/%s is missing", source, change->build));
}

static bool write_scripts(const char *directory, const struct imported *change, const char *name, const struct scripts *scripts,
	GPtrArray *said, GError **error)
{
	g_autofree char *build = build_text(change, &scripts->needs, scripts->build, scripts->rollback);
	g_autofree char *post = scripts->post ? post_text(scripts->post) : NULL;
	enum file_kind kind = scripts->post_writes ? FILE_TEST : FILE_POST;

	if (!scripts->rollback)
		g_ptr_array_add(said, g_strdup_printf("%s cannot be taken back: %s is missing", name, change->rollback));
	if (scripts->post_writes)
		g_ptr_array_add(
			said, g_strdup_printf("%s has become a test, test/%s.sql, since it writes, which postconditions do not",
				      change->post, name));
	return write_script(directory, FILE_BUILD, name, build, error) &&
	       write_script(directory, FILE_ROLLBACK, name, scripts->rollback, error) &&
	       write_script(directory, kind, name, post, error);
}

static bool write_change(
	const char *source, const char *directory, const struct imported *change, int number, GPtrArray *said, GError **error)
{
	struct scripts scripts = { .needs = { .variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) } };
	g_autofree char *name = change_name(number, change->slug);
	bool good = read_scripts(source, change, &scripts, said, error) &&
		    write_scripts(directory, change, name, &scripts, said, error);

	g_free(scripts.build);
	g_free(scripts.rollback);
	g_free(scripts.post);
	g_hash_table_unref(scripts.needs.variables);
	return good;
}

static int remove_one(
	const char *path, const struct stat *status G_GNUC_UNUSED, int flag G_GNUC_UNUSED, struct FTW *walk G_GNUC_UNUSED)
{
	return remove(path);
}

/* Fills a temporary directory. */
static bool fill(const char *source, const char *directory, const char *name, GPtrArray *said, GError **error)
{
	g_autofree char *plan = g_build_filename(source, "sqitch.plan", NULL), *build = g_build_filename(source, "build", NULL);
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(imported_free),
			     hashed = g_ptr_array_new_with_free_func(g_free);
	struct init_options options = { .name = name, .contracts_optional = true, .search_path = "\"$user\", public" };
	bool good = false;

	if (g_file_test(plan, G_FILE_TEST_EXISTS))
		good = import_sqitch(source, changes, said, error);
	else if (g_file_test(build, G_FILE_TEST_IS_DIR))
		good = import_tree(source, changes, said, error);
	else
		migrate_fail(error, MIGRATE_USAGE,
			"%s has neither sqitch.plan nor build/: it is not a project of sqitch or DbAlign", source);
	good = good && project_init(directory, &options, error);
	for (guint i = 0; good && i < changes->len; i++)
		good = write_change(source, directory, changes->pdata[i], (int)i + 1, said, error);
	g_ptr_array_insert(said, 0, g_strdup_printf("%u changes", changes->len));
	return good && project_hash(directory, hashed, error);
}

bool project_import(const char *source, const char *directory, GPtrArray *said, GError **error)
{
	g_autofree char *whole = g_canonicalize_filename(directory, NULL), *name = g_path_get_basename(whole),
			*made = g_strconcat(whole, ".import-XXXXXX", NULL);
	bool good;

	if (g_file_test(whole, G_FILE_TEST_EXISTS))
		return migrate_fail(error, MIGRATE_FILES, "%s: is there already", directory);
	if (!g_mkdtemp_full(made, 0777))
		return migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", directory, g_strerror(errno));
	good = fill(source, made, name, said, error);
	if (good && rename(made, whole) != 0)
		good = migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", directory, g_strerror(errno));
	if (!good)
		nftw(made, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return good;
}
