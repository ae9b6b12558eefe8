/* dbalign new: creates the files of the next change. */
#include <stdio.h>

#include "cmd/author.h"
#include "cmd/dbalign.h"
#include "cmd/filter.h"
#include "cmd/inside.h"
#include "cmd/name_map.h"
#include "cmd/terminal.h"
#include "migrate/draft.h"
#include "migrate/template.h"

static struct {
	struct author_options author;
	const char *from, *to;
	unsigned verbose;
} options;

static const struct option_row rows[] = {
	{ "from", 0, "PLACE", "write the whole change: from the schema there", .text = &options.from },
	{ "to", 0, "PLACE", "to the schema there: a database, a YAML file, a directory of them, or -", .text = &options.to },
	{ "online", 0, NULL, "write a change for each transaction of a plan that lets others go on working",
		.flag = &options.author.online },
	{ "scratch", 0, "PLACE",
		"with --online, where its ways back are found: a server that databases may be made on, or auto, a private one",
		.text = &options.author.scratch.scratch },
	FILTER_OPTIONS(options.author.selection),
	{ "ignore", 0, "FILE", "differences that are accepted, with reasons: patterns", .text = &options.author.ignore },
	CONTENT_OPTIONS(options.author.place, "compare no owners", "compare no privileges", "compare no versions of extensions"),
	ROLE_MAP_OPTION(options.author.role_map, "read role OLD of --to as NEW (repeatable)"),
	VERBOSE_OPTION(options.verbose),
	{ 0 },
};

static bool print(const GPtrArray *names, GError **error)
{
	if (dbalign.json && names->len == 1)
		return dbalign_print_json(json_pack("{s:s}", "change", names->pdata[0]), error);
	if (dbalign.json)
		return dbalign_print_json(json_pack("{s:o}", "changes", dbalign_json_texts(names)), error);
	for (guint i = 0; i < names->len; i++)
		printf("%s\n", (char *)names->pdata[i]);
	return true;
}

/* The project is read again for each change, since the manifest of the next one has to contain it. */
static bool write_one(GPtrArray *names, const char *slug, const struct draft *draft, GError **error)
{
	struct project *project = dbalign_project(error);
	char *name = project ? draft_write(project, slug, draft, error) : NULL;

	project_free(project);
	if (name)
		g_ptr_array_add(names, name);
	return name;
}

static bool write_template(GPtrArray *names, const char *slug, GError **error)
{
	struct draft draft;

	draft_init(&draft);
	template_fill(&draft, slug);
	bool good = write_one(names, slug, &draft, error);
	draft_clear(&draft);
	return good;
}

/* A selection of the command line is less than the schemas that project.yaml gives the runner: then expect/ stays empty. */
static bool write_difference(GPtrArray *names, const char *slug, const struct project *project, GError **error)
{
	bool whole = selection_is_empty(&options.author.selection);

	if (whole)
		options.author.selection.schemas = project->schemas;
	GPtrArray *changes = author_write(&options.author, slug, options.from, options.to, error);
	bool good = changes;
	for (guint i = 0; good && i < changes->len; i++) {
		const struct authored *change = changes->pdata[i];
		if (!whole)
			g_string_truncate(change->draft.expect, 0);
		good = write_one(names, change->slug, &change->draft, error);
	}
	if (good && !whole)
		terminal_note(
			"expect/ is left out, for the options select a part of the schema; `schemas` of project.yaml does that "
			"for all changes");
	g_clear_pointer(&changes, g_ptr_array_unref);
	return good;
}

static bool check_usage(const GPtrArray *arguments, GError **error)
{
	if (!dbalign_arguments(arguments, 1, 1, "a name for the change, such as add_iban,", error))
		return false;
	if (options.author.online && !options.from)
		return migrate_fail(error, MIGRATE_USAGE, "--online is for changes that --from and --to write");
	if (options.author.scratch.scratch && !options.author.online)
		return migrate_fail(error, MIGRATE_USAGE, "--scratch goes with --online");
	return !options.from == !options.to ||
	       migrate_fail(error, MIGRATE_USAGE, "--from and --to go together: the old schema and the new one");
}

static int run(GPtrArray *arguments, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	struct project *project = NULL;

	if (!check_usage(arguments, error) || !(project = dbalign_project(error)))
		return dbalign_failed(error);
	inside_show(false, options.verbose);
	bool good = options.from ? write_difference(names, arguments->pdata[0], project, error)
				 : write_template(names, arguments->pdata[0], error);
	project_free(project);
	return good && print(names, error) ? MIGRATE_DONE : dbalign_failed(error);
}

static const char *const examples[] = {
	"dbalign new add_iban",
	"makes build/00001_add_iban.sql, rollback/, pre/ and post/ of the same name",
	"dbalign new add_iban --from service=app_dev --to schema.yaml",
	"writes them all, and expect/00001_add_iban.yaml",
	"dbalign new XXXXX_add_iban",
	"gives it its number later, by `dbalign renumber`",
	NULL,
};

const struct command command_new = {
	.name = "new",
	.usage = "[OPTION]... SLUG",
	.brief = "make the files of the next change",
	.summary =
		"Makes the files of the next change, which say in comments what belongs into each of them, and adds them to the "
		"manifest. It prints the change's "
		"name. With --from and --to the change is written: what makes the one schema the other, and takes it back, what "
		"the objects are like before and "
		"after, and that no row is in the way. Labels of enums that are used at once are a change of their own before it. With --online it is several changes, each "
		"for one transaction, or outside of any; how each is taken back is found on a scratch server. "
		"Once the files are edited, "
		"`dbalign hash` brings the manifest up to date.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
