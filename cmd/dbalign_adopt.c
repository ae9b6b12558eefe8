/* dbalign adopt: records the changes that a database already has. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/adopt.h"

static struct {
	const char *at;
} options;

static const struct option_row rows[] = {
	{ "at", 0, "N", "the number of the last change that it has", .text = &options.at },
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	int number = 0, status = MIGRATE_DONE;

	if (!options.at)
		migrate_fail(error, MIGRATE_USAGE, "at which number is the database? --at N is needed");
	if (!options.at || !dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_number(options.at, &number, error) ||
		!dbalign_open(&run, "adopt", error) || !adopt(run.run, number, error))
		status = dbalign_failed(error);
	else if (!dbalign.json && !dbalign.quiet)
		printf("%s: at %05d, without anything having been run\n", run.run->session->name, number);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign adopt --at 41 --env prd",
	"PRD has the changes up to 41",
	NULL,
};

const struct command command_adopt = {
	.name = "adopt",
	.usage = "--at N [OPTION]...",
	.brief = "take a database under control that has changes already",
	.summary =
		"Begins the registry of a database that has the changes up to a number already, made by hand or by another tool. "
		"Nothing is run. The schema "
		"must be exactly what expect/ of that change says.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_CHANGES_EACH,
	.run = run,
};
