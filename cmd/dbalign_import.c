/* dbalign import: converts a project of another tool. */
#include "cmd/dbalign.h"
#include "migrate/import.h"

static int run(GPtrArray *arguments, GError **error)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);

	if (!dbalign_arguments(arguments, 2, 2, "the folder of a project, and one to be made,", error) ||
		!project_import(arguments->pdata[0], arguments->pdata[1], said, error))
		return dbalign_failed(error);
	return dbalign_print_texts("imported", said, error);
}

static const char *const examples[] = {
	"dbalign import flipr-sqitch flipr",
	"makes the folder flipr; then `dbalign lint -C flipr` tells what is left to do",
	NULL,
};

const struct command command_import = {
	.name = "import",
	.usage = "[OPTION]... SOURCE FOLDER",
	.brief = "make a project of one of sqitch or DbAlign",
	.summary =
		"Makes a new project of the scripts of another tool, which stay as they are: deploy, revert and verify of sqitch, "
		"in the order of its "
		"plan, or the numbered scripts in build and rollback of DbAlign. BEGIN and COMMIT are taken out, since the runner "
		"does that; verify "
		"becomes the postcondition. Preconditions, which there are none of, are optional in such a project. It prints "
		"what a person should know.",
	.examples = examples,
	.run = run,
};
