/* dbalign hash: updates the manifest. */
#include "cmd/dbalign.h"
#include "migrate/hash.h"

static int run(GPtrArray *arguments, GError **error)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !project_hash(dbalign.directory, said, error))
		return dbalign_failed(error);
	return dbalign_print_texts("changed", said, error);
}

static const char *const examples[] = {
	"dbalign hash",
	"after the files of a change were edited",
	NULL,
};

const struct command command_hash = {
	.name = "hash",
	.usage = "[OPTION]...",
	.brief = "bring the manifest up to date with the files",
	.summary = "Writes the manifest anew from the files, and prints what differs from what it said before. A change "
		   "that was applied to a database must not be changed "
		   "any more: there the runner refuses it.",
	.examples = examples,
	.run = run,
};
