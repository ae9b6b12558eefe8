/* dbalign resolve: records the operator's decision on a change that stopped. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/resolve.h"

static struct {
	const char *step, *note;
	bool done, redo, force;
} options;

static const struct option_row rows[] = {
	{ "step", 0, "K", "say it of that step alone; default: of the whole change", .text = &options.step },
	{ "done", 0, NULL, "it is there", .flag = &options.done },
	{ "redo", 0, NULL, "there is nothing of it", .flag = &options.redo },
	{ "note", 0, "TEXT", "why; it is kept in the log", .text = &options.note },
	{ "force", 0, NULL, "where the environment has a policy of stage PRD, without a signed statement; the log tells that",
		.flag = &options.force },
	{ 0 },
};

static bool check(const GPtrArray *arguments, int *number, int *step, GError **error)
{
	if (!dbalign_arguments(arguments, 1, 1, "the number of the change", error) ||
		!dbalign_number(arguments->pdata[0], number, error))
		return false;
	if (options.done == options.redo)
		return migrate_fail(error, MIGRATE_USAGE, "one of --done and --redo is needed");
	if (!options.note || !*options.note)
		return migrate_fail(error, MIGRATE_USAGE, "why? --note TEXT is needed: it is kept in the log");
	if (options.step && (!dbalign_number(options.step, step, error) || *step < 1))
		return error && *error ? false : migrate_fail(error, MIGRATE_USAGE, "steps are counted from 1");
	return true;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	int number = 0, step = 0, status = MIGRATE_DONE;

	if (!check(arguments, &number, &step, error) || !dbalign_open(&run, "resolve", error) ||
		!resolve(run.run, number, step, options.done, options.note, options.force, error))
		status = dbalign_failed(error);
	else if (!dbalign.json && !dbalign.quiet)
		printf("%05d: noted; %s\n", number,
			!step && options.redo ? "it counts as never begun: `dbalign apply` begins anew"
					      : "`dbalign resume` goes on");
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign resolve 42 --step 1 --done --note 'index is valid' --env prd",
	"step 1 of change 42 need not be run again",
	NULL,
};

const struct command command_resolve = {
	.name = "resolve",
	.usage = "N [--step K] --done|--redo --note TEXT [OPTION]...",
	.brief = "say what was found of a change that has stopped",
	.summary = "Where the catalogs do not tell whether a step of a change outside transactions was done, an operator looks and "
		   "says so. A whole change that "
		   "is to be redone counts as never begun; what there is of it was taken away by hand.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
