/* dbalign approve: records the customer's approval of a release. */
#include "cmd/dbalign_run.h"
#include "migrate/release_write.h"

static struct {
	const char *key, *days;
} options;

static const struct option_row rows[] = {
	{ "key", 0, "KEY", "the key to sign with, as gpg knows it; default: gpg's", .text = &options.key },
	{ "days", 0, "COUNT", "how long the approval is good; default: 30", .text = &options.days },
	{ 0 },
};

static char *approve(const char *name, struct project **project, struct environment **environment, GError **error)
{
	int days = 0;

	if (!dbalign_days(options.days, &days, error) || !(*project = dbalign_project(error)) ||
		!(*environment = dbalign_environment(error)))
		return NULL;
	if ((*environment)->policy)
		return release_approve(*project, (*environment)->policy, name, options.key, days, error);
	migrate_fail(error, MIGRATE_USAGE, "%s has no policy, so nobody has to approve anything", (*environment)->name);
	return NULL;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct project *project = NULL;
	struct environment *environment = NULL;
	g_autofree char *path = NULL;

	if (dbalign_arguments(arguments, 1, 1, "the name of a release, such as R0001,", error))
		path = approve(arguments->pdata[0], &project, &environment, error);
	environment_free(environment);
	project_free(project);
	return path ? dbalign_print_path("signature", path, error) : dbalign_failed(error);
}

static const char *const examples[] = {
	"dbalign approve R0001 --env prd",
	"the customer wants on PRD what went well on QAT",
	NULL,
};

const struct command command_approve = {
	.name = "approve",
	.usage = "[OPTION]... NAME",
	.brief = "approve a release for PRD",
	.summary =
		"Checks by the policy of the environment that the developers have signed the release, and that its report from QAT is one "
		"of success with these bytes; writes the approval, which names both by their SHA-256, and signs it.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_FOR_NONE,
	.run = run,
};
