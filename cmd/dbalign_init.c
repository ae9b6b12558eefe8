/* dbalign init: creates a project. */
#include <stdio.h>
#include <string.h>

#include "cmd/dbalign.h"
#include "migrate/file.h"
#include "migrate/init.h"

static struct init_options options;

static const struct option_row rows[] = {
	{ "contracts-optional", 0, NULL, "changes need no pre- and postconditions", .flag = &options.contracts_optional },
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	if (!dbalign_arguments(arguments, 1, 1, "a name", error))
		return MIGRATE_USAGE;
	const char *given = arguments->pdata[0];
	g_autofree char *directory = g_path_is_absolute(given) ? g_strdup(given) : file_path(dbalign.directory, given);
	g_autofree char *whole = g_canonicalize_filename(directory, NULL), *name = g_path_get_basename(whole);
	options.name = name;
	if (!project_init(directory, &options, error))
		return dbalign_failed(error);
	if (dbalign.json)
		return dbalign_print_json(
			       json_pack("{s:s, s:o}", "project", name, "directory", dbalign_json_text(directory)), error)
			       ? MIGRATE_DONE
			       : MIGRATE_USAGE;
	printf("%s\n", directory);
	return MIGRATE_DONE;
}

static const char *const examples[] = {
	"dbalign init shop",
	"makes the folder shop",
	"dbalign init .",
	"makes this folder a project of its name",
	NULL,
};

const struct command command_init = {
	.name = "init",
	.usage = "[OPTION]... NAME",
	.brief = "make a new project",
	.summary = "Makes a folder with project.yaml, which has the project's name and its uuid, an empty manifest, the folders of "
		   "changes, env/dev.yaml, "
		   "which says where the development database is, and .gitattributes.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
