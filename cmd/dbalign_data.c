/* dbalign data: compares reference data with YAML files. */
#include <stdio.h>
#include <string.h>

#include "cmd/dbalign.h"
#include "migrate/data.h"
#include "migrate/data_compare.h"
#include "migrate/data_contract.h"
#include "migrate/data_file.h"
#include "migrate/session.h"

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds all files of data/, if no file is named. */
static bool find_files(const struct project *project, GPtrArray *paths, GError **error)
{
	g_autofree char *folder = g_build_filename(project->directory, "data", NULL);
	GDir *directory = g_dir_open(folder, 0, NULL);

	for (const char *name; directory && (name = g_dir_read_name(directory));)
		if (name[0] != '.' && (g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml")))
			g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
	g_clear_pointer(&directory, g_dir_close);
	g_ptr_array_sort(paths, by_name);
	return paths->len || migrate_fail(error, MIGRATE_USAGE, "%s has no YAML file: which files are meant?", folder);
}

/* The role of changes that name no role. */
static const char *owner_of(const struct project *project, const struct environment *environment)
{
	const char *logical = project->role ? project->role : "owner";
	const char *real = environment->roles ? g_hash_table_lookup(environment->roles, logical) : NULL;

	return real ? real : project->role;
}

static bool compare(struct data *data, const struct project *project, GError **error)
{
	struct environment *environment = dbalign_environment(error);
	struct session *session = environment ? session_open(environment, "data", error) : NULL;
	const char *owner = environment ? owner_of(project, environment) : NULL;
	PGresult *role =
		session ? session_query(session, "SELECT set_config('role', coalesce($1, 'none'), false)", 1, &owner, error) : NULL;
	bool good = role && data_compare(data, session->connection, session->name, error);

	PQclear(role);
	session_free(session);
	environment_free(environment);
	return good;
}

static bool print_report(const struct data *data, GError **error)
{
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GPtrArray) lines = g_ptr_array_new();

	data_report(data, report);
	if (!dbalign.json) {
		fputs(report->str, stdout);
		return true;
	}
	g_auto(GStrv) split = g_strsplit(report->str, "\n", -1);
	for (char **line = split; *line; line++)
		if (**line)
			g_ptr_array_add(lines, *line);
	return dbalign_print_json(
		json_pack("{s:i, s:o}", "differences", (int)data_differences(data), "rows", dbalign_json_texts(lines)), error);
}

static int check(struct data *data, GError **error)
{
	if (!print_report(data, error))
		return dbalign_failed(error);
	if (!data_differences(data) && !dbalign.json && !dbalign.quiet)
		printf("the rows are as they are listed\n");
	return data_differences(data) ? MIGRATE_DRIFT : MIGRATE_DONE;
}

static int diff(struct data *data, const struct project *project, const char *slug, GError **error)
{
	struct draft draft;
	g_autofree char *name = NULL;

	if (!data_differences(data)) {
		if (!dbalign.json && !dbalign.quiet)
			printf("the rows are as they are listed: there is no change to write\n");
		return dbalign.json && !dbalign_print_json(json_pack("{s:n}", "change"), error) ? MIGRATE_USAGE : MIGRATE_DONE;
	}
	draft_init(&draft);
	if (data_draft(data, &draft, error))
		name = draft_write(project, slug, &draft, error);
	draft_clear(&draft);
	if (!name)
		return dbalign_failed(error);
	if (dbalign.json)
		return dbalign_print_json(json_pack("{s:s}", "change", name), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	printf("%s\n", name);
	return MIGRATE_DONE;
}

static int work(GPtrArray *arguments, bool writes, const struct project *project, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	struct data *data = NULL;
	int status;

	for (guint i = writes ? 2 : 1; i < arguments->len; i++)
		g_ptr_array_add(paths, g_strdup(arguments->pdata[i]));
	if ((!paths->len && !find_files(project, paths, error)) || !(data = data_read(paths, error)) ||
		!compare(data, project, error))
		status = dbalign_failed(error);
	else
		status = writes ? diff(data, project, arguments->pdata[1], error) : check(data, error);
	data_free(data);
	return status;
}

static int run(GPtrArray *arguments, GError **error)
{
	const char *what = arguments->len ? arguments->pdata[0] : "";
	bool writes = strcmp(what, "diff") == 0;
	struct project *project = NULL;
	int status;

	if (!writes && strcmp(what, "check") != 0) {
		migrate_fail(error, MIGRATE_USAGE, "expected `data diff SLUG` or `data check`, found \"%s\"", what);
		return MIGRATE_USAGE;
	}
	if (!dbalign_arguments(arguments, writes ? 2 : 1, G_MAXUINT, "a name for the change, such as new_countries,", error) ||
		!(project = dbalign_project(error)))
		return dbalign_failed(error);
	status = work(arguments, writes, project, error);
	project_free(project);
	return status;
}

static const char *const examples[] = {
	"dbalign data check --env qat",
	"has QAT the rows of data/? Exit status 10 where it has not",
	"dbalign data diff new_countries --env dev data/country.yaml",
	"writes the change that makes the rows as the file lists them",
	NULL,
};

const struct command command_data = {
	.name = "data",
	.usage = "[OPTION]... diff SLUG [FILE]... | check [FILE]...",
	.brief = "compare reference data with YAML files, and write what differs as a change",
	.summary = "Compares the rows of tables with what YAML files list, by their natural keys; without FILE all files of data/. "
		   "`data check` prints a line for each "
		   "row that differs. `data diff` writes the next change of the project: it makes the rows as they are listed, and "
		   "takes that back; it applies only "
		   "where the rows that it changes are as they are now in the database that it was written for. Nothing is changed "
		   "there.",
	.examples = examples,
	.targets = COMMAND_FOR_DATABASE,
	.run = run,
};
