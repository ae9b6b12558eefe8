/* dbalign data: compares reference data with YAML files. */
#include <stdio.h>
#include <string.h>

#include "cmd/dbalign.h"
#include "migrate/data.h"
#include "migrate/data_compare.h"
#include "migrate/data_contract.h"
#include "migrate/data_file.h"
#include "migrate/session.h"
#include "migrate/tenant.h"

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

/* Without a search_path in the environment or project it is the tenant's schema alone. */
static bool take_tenant(struct data *data, const struct project *project, const struct environment *environment, GError **error)
{
	if (!environment->tenant)
		return true;
	if (!tenant_project_check(project, error))
		return false;
	const char *stand_in = project->schemas->pdata[0], *path = environment->search_path ? environment->search_path
								   : project->search_path   ? project->search_path
											    : stand_in;
	g_autofree char *own = tenant_path(project, environment->tenant, path);
	return data_take_tenant(data, stand_in, environment->tenant, own, error);
}

static bool compare(struct data *data, const struct project *project, GError **error)
{
	struct environment *environment = dbalign_environment(error);
	struct session *session =
		environment && take_tenant(data, project, environment, error) ? session_open(environment, "data", error) : NULL;
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

static int tell_none(GError **error)
{
	if (!dbalign.json && !dbalign.quiet)
		printf("the rows are as they are listed: there is no change to write\n");
	return dbalign.json && !dbalign_print_json(json_pack("{s:n}", "change"), error) ? MIGRATE_USAGE : MIGRATE_DONE;
}

static int write_change(const struct project *project, const char *slug, const struct draft *draft, GError **error)
{
	g_autofree char *name = draft_write(project, slug, draft, error);

	if (!name)
		return dbalign_failed(error);
	if (dbalign.json)
		return dbalign_print_json(json_pack("{s:s}", "change", name), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	printf("%s\n", name);
	return MIGRATE_DONE;
}

static int diff(struct data *data, const struct project *project, const char *slug, GError **error)
{
	struct draft draft;

	if (!data_differences(data))
		return tell_none(error);
	draft_init(&draft);
	int status = data_draft(data, &draft, error) ? write_change(project, slug, &draft, error) : dbalign_failed(error);
	draft_clear(&draft);
	return status;
}

static struct data *read_compared(const GPtrArray *paths, const struct project *project, GError **error)
{
	struct data *data = data_read(paths, error);

	if (data && compare(data, project, error))
		return data;
	data_free(data);
	return NULL;
}

static bool is_same(const struct draft *a, const struct draft *b)
{
	return g_string_equal(a->build, b->build) && g_string_equal(a->rollback, b->rollback) && g_string_equal(a->pre, b->pre) &&
	       g_string_equal(a->post, b->post);
}

/* Computes the change for one tenant. Keeps that of the first; an error where that of another differs from it. */
static bool add_tenant(struct draft *first, guint *rows, guint number, const GPtrArray *paths, const struct project *project,
	const struct environment *environment, GError **error)
{
	const struct environment_target *tenant = environment->targets->pdata[number], *before = environment->targets->pdata[0];
	struct draft draft;

	dbalign.target = tenant->name;
	struct data *data = read_compared(paths, project, error);
	guint count = data ? data_differences(data) : 0;
	draft_init(&draft);
	bool good = data && (!count || data_draft(data, &draft, error));
	if (!good)
		g_prefix_error(error, "tenant %s: ", tenant->name);
	else if (number && !is_same(&draft, first))
		good = migrate_fail(error, MIGRATE_REFUSED,
			"tenants differ from the files in different ways, such as %s (%u rows) and %s (%u rows); a change is for all "
			"tenants, so none was written: `dbalign data check` prints the rows, and --target NAME writes the change of one tenant",
			before->name, *rows, tenant->name, count);
	if (good && !number) {
		*rows = count;
		*first = draft;
	} else {
		draft_clear(&draft);
	}
	data_free(data);
	return good;
}

static int diff_tenants(const GPtrArray *paths, const struct project *project, const struct environment *environment,
	const char *slug, GError **error)
{
	struct draft draft = { 0 };
	bool good = true;
	guint rows = 0;

	for (guint i = 0; good && i < environment->targets->len; i++)
		good = add_tenant(&draft, &rows, i, paths, project, environment, error);
	dbalign.target = NULL;
	int status = !good ? dbalign_failed(error) : rows ? write_change(project, slug, &draft, error) : tell_none(error);
	if (draft.build)
		draft_clear(&draft);
	return status;
}

static int work(GPtrArray *arguments, bool writes, const struct project *project, const struct environment *several, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = writes ? 2 : 1; i < arguments->len; i++)
		g_ptr_array_add(paths, g_strdup(arguments->pdata[i]));
	if (!paths->len && !find_files(project, paths, error))
		return dbalign_failed(error);
	if (writes && several && several->tenants)
		return diff_tenants(paths, project, several, arguments->pdata[1], error);
	struct data *data = read_compared(paths, project, error);
	int status = !data ? dbalign_failed(error) : writes ? diff(data, project, arguments->pdata[1], error) : check(data, error);
	data_free(data);
	return status;
}

static int run(GPtrArray *arguments, GError **error)
{
	const char *what = arguments->len ? arguments->pdata[0] : "";
	bool writes = strcmp(what, "diff") == 0;
	struct project *project = NULL;

	if (!writes && strcmp(what, "check") != 0) {
		migrate_fail(error, MIGRATE_USAGE, "expected `data diff SLUG` or `data check`, found \"%s\"", what);
		return MIGRATE_USAGE;
	}
	if (!dbalign_arguments(arguments, writes ? 2 : 1, G_MAXUINT, "a name for the change, such as new_countries,", error) ||
		!(project = dbalign_project(error)))
		return dbalign_failed(error);
	struct environment *several = dbalign_may_be_several() ? dbalign_environment_of_several(error) : NULL;
	int status = *error		  ? dbalign_failed(error)
		     : several && !writes ? dbalign_fleet(&command_data, arguments, several, error)
					  : work(arguments, writes, project, several, error);
	environment_free(several);
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
	.run = run,
};
