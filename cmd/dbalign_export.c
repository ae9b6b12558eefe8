/* dbalign export: writes the changes as files of another tool. */
#include <errno.h>
#include <string.h>

#include "cmd/dbalign.h"
#include "cmd/export.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "migrate/route.h"

static const struct export_format *const formats[] = { &export_psql, &export_sqitch, &export_flyway, &export_django };

static struct export_options options;
static bool force;

static const struct option_row rows[] = {
	{ "force", 'f', NULL, "write over files that are there already", .flag = &force },
	{ "app", 0, "LABEL", "of Django: the label of the app; default: the folder above migrations/", .text = &options.app },
	{ "depends-on", 0, "APP.NAME", "of Django: what the first migration depends on (repeatable)", .list = &options.depends_on },
	{ 0 },
};

static const struct export_format *find_format(const char *name, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	migrate_fail(error, MIGRATE_USAGE, "unknown format \"%s\": psql, sqitch, flyway or django is expected", name);
	return NULL;
}

static void free_file(void *data)
{
	struct export_file *file = data;

	g_free(file->path);
	g_string_free(file->text, true);
	g_free(file);
}

GString *export_add(struct export *export, const char *path_format, ...)
{
	struct export_file *file = g_new0(struct export_file, 1);
	va_list arguments;

	va_start(arguments, path_format);
	g_autofree char *path = g_strdup_vprintf(path_format, arguments);
	va_end(arguments);
	file->path = g_build_filename(export->directory, path, NULL);
	file->text = g_string_new(NULL);
	g_ptr_array_add(export->files, file);
	return file->text;
}

/* Checks that no file exists before any is created. */
static bool check_free(const struct export *export, GError **error)
{
	for (guint i = 0; i < export->files->len && !force; i++) {
		const struct export_file *file = export->files->pdata[i];
		if (g_file_test(file->path, G_FILE_TEST_EXISTS) || g_file_test(file->path, G_FILE_TEST_IS_SYMLINK))
			return migrate_fail(error, MIGRATE_FILES,
				"%s is there already; nothing was written: --force writes over such files", file->path);
	}
	return true;
}

static bool write_files(const struct export *export, GError **error)
{
	g_autofree struct output *outputs = g_new0(struct output, export->files->len);

	for (guint i = 0; i < export->files->len; i++) {
		const struct export_file *file = export->files->pdata[i];
		g_autofree char *folder = g_path_get_dirname(file->path);
		if (g_mkdir_with_parents(folder, 0777) != 0)
			return migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", folder, g_strerror(errno));
		outputs[i] = (struct output){ file->path, file->text };
	}
	return output_write(outputs, export->files->len, error) || migrate_fail_as(error, MIGRATE_FILES);
}

/* The environment that gives the variables their values; without --env only --set does. */
static struct environment *environment(GError **error)
{
	if (dbalign.environment && !dbalign.place)
		return environment_read(dbalign.directory, dbalign.environment, dbalign.settings, error);
	if (!dbalign.place)
		return environment_of_settings(dbalign.settings, error);
	migrate_fail(
		error, MIGRATE_USAGE, "export needs no database: -d is not for it; --env and --set give variables their values");
	return NULL;
}

static bool export_project(
	struct export *export, const struct export_format *format, const struct environment *environment, GError **error)
{
	const struct route_needs needs = { environment, 1, -1 };

	return route_verify_files(export->project, &needs, error) &&
	       (export->changes = export_changes(export->project, environment, format->begins, error)) &&
	       format->write(export, error) && check_free(export, error) && write_files(export, error);
}

static int print(const struct export *export, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new();

	for (guint i = 0; i < export->files->len; i++)
		g_ptr_array_add(paths, ((struct export_file *)export->files->pdata[i])->path);
	if (export->project->drafts->len && !dbalign.quiet)
		terminal_note("changes that are not in the manifest are left out");
	return dbalign_print_texts("exported", paths, error);
}

static int run(GPtrArray *arguments, GError **error)
{
	struct export export = { .options = &options, .files = g_ptr_array_new_with_free_func(free_file) };
	const struct export_format *format = NULL;
	struct environment *values = NULL;
	struct project *project = NULL;
	int status;

	if (!dbalign_arguments(arguments, 2, 2, "a format and a folder", error) ||
		!(format = find_format(arguments->pdata[0], error)) || !(project = dbalign_project(error)) ||
		!(values = environment(error))) {
		status = dbalign_failed(error);
	} else {
		export.project = project;
		export.directory = arguments->pdata[1];
		status = export_project(&export, format, values, error) ? print(&export, error) : dbalign_failed(error);
	}
	g_clear_pointer(&export.changes, g_ptr_array_unref);
	g_ptr_array_unref(export.files);
	environment_free(values);
	project_free(project);
	return status;
}

static const char *const examples[] = {
	"dbalign export psql scripts",
	"psql -d shop -f scripts/all.sql then does what `dbalign apply` does, without a log",
	"dbalign export django --env prd shop/migrations",
	"writes a migration for each change, with the values that variables have on PRD",
	NULL,
};

const struct command command_export = {
	.name = "export",
	.usage = "[OPTION]... FORMAT FOLDER",
	.brief = "write the changes for psql, sqitch, flyway or django",
	.summary =
		"Writes the changes of the manifest as files of another tool, with both ways, and prints their paths: plain scripts of "
		"psql with all.sql, which runs them in order, and back.sql; a project of sqitch; migrations of Flyway, with undo "
		"migrations; migrations of Django. Preconditions and postconditions are statements that raise. Values of "
		"variables come from --env or --set; no secret is written.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
