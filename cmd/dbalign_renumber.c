/* dbalign renumber: renumbers the changes that the manifest does not have. */
#include "cmd/dbalign.h"
#include "migrate/renumber.h"

static struct {
	const char *onto;
} options;

static const struct option_row rows[] = {
	{ "onto", 0, "REVISION",
		"the manifest of this revision of git counts, that of the branch which you merge into; default: the one that is "
		"there",
		.text = &options.onto },
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !project_renumber(dbalign.directory, options.onto, said, error))
		return dbalign_failed(error);
	return dbalign_print_texts("renumbered", said, error);
}

static const char *const examples[] = {
	"git merge main; dbalign renumber --onto main",
	"your changes follow those of main; then git add, git commit",
	NULL,
};

const struct command command_renumber = {
	.name = "renumber",
	.usage = "[OPTION]...",
	.brief = "give changes of a branch the next numbers",
	.summary = "Gives the changes that the manifest does not have the numbers that follow it, in their order, and those called "
		   "XXXXX_SLUG after "
		   "them: renames their files and adds them to the manifest. Two branches that both add a change conflict in the "
		   "manifest, so that "
		   "this is not forgotten.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
