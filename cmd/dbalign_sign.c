/* dbalign sign: signs the statement of a release. */
#include "cmd/dbalign_run.h"
#include "migrate/release_write.h"

static const char *key;

static const struct option_row rows[] = {
	{ "key", 0, "KEY", "the key to sign with, as gpg knows it; default: gpg's", .text = &key },
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	struct project *project = NULL;
	g_autofree char *path = NULL;

	if (dbalign_arguments(arguments, 1, 1, "the name of a statement, such as R0001,", error) &&
		(project = dbalign_project(error)))
		path = release_sign(project, arguments->pdata[0], key, error);
	project_free(project);
	return path ? dbalign_print_path("signature", path, error) : dbalign_failed(error);
}

static const char *const examples[] = {
	"dbalign sign R0001",
	"a developer signs the release",
	"dbalign sign A0001 --key customer@example.org",
	"a second person of the customer signs the approval",
	NULL,
};

const struct command command_sign = {
	.name = "sign",
	.usage = "[OPTION]... NAME",
	.brief = "sign a statement",
	.summary =
		"Compares all files with the manifest, and the statement with the files, then signs its bytes with a key of the user's "
		"gpg. The signature is a file beside the statement, release/NAME.yaml.KEY.asc.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
