/* dbalign new: the files of the next change. */
#include <stdio.h>

#include "cmd/dbalign.h"
#include "migrate/draft.h"
#include "migrate/template.h"

static bool print(const char *name, GError **error)
{
	if (dbalign.json)
		return dbalign_print_json(json_pack("{s:s}", "change", name), error);
	printf("%s\n", name);
	return true;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct project *project = NULL;
	struct draft draft;

	if (!dbalign_arguments(arguments, 1, 1, "a name for the change, such as add_iban,", error) ||
		!(project = dbalign_project(error)))
		return dbalign_failed(error);
	draft_init(&draft);
	template_fill(&draft, arguments->pdata[0]);
	g_autofree char *name = draft_write(project, arguments->pdata[0], &draft, error);
	draft_clear(&draft);
	project_free(project);
	return name && print(name, error) ? MIGRATE_DONE : dbalign_failed(error);
}

static const char *const examples[] = {
	"dbalign new add_iban",
	"makes build/00001_add_iban.sql, rollback/, pre/ and post/ of the same name",
	"dbalign new XXXXX_add_iban",
	"gives it its number later, by `dbalign renumber`",
	NULL,
};

const struct command command_new = {
	.name = "new",
	.usage = "[OPTION]... SLUG",
	.brief = "make the files of the next change",
	.summary =
		"Makes the files of the next change, which say in comments what belongs into each of them, and adds them to the manifest. It prints the change's "
		"name. Once they are written, `dbalign hash` brings the manifest up to date.",
	.examples = examples,
	.run = run,
};
