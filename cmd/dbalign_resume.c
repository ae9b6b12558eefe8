/* dbalign resume: continues a change outside transactions that has stopped. */
#include "cmd/dbalign_run.h"

static const char *bundle;

static const struct option_row rows[] = {
	DBALIGN_BUNDLE_OPTION(bundle),
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	struct apply_report report = { 0 };
	struct dbalign_run run = { .bundle = bundle };
	int status;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_open(&run, "resume", error))
		status = dbalign_failed(error);
	else
		status = dbalign_report(&run, &report, apply_resume(run.run, &report, error), error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign resume --env prd",
	"goes on",
	NULL,
};

const struct command command_resume = {
	.name = "resume",
	.usage = "[OPTION]...",
	.brief = "go on with a change outside transactions that has stopped",
	.summary = "Goes on with a change outside transactions that has stopped halfway. Steps that are done are left out. Of "
		   "one that was begun the "
		   "catalogs tell whether it is done: an invalid index is dropped and made again, a half detached partition is "
		   "detached; elsewhere the probe of "
		   "the header is asked, or an operator has to say what is so, by dbalign resolve.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_CHANGES_EACH,
	.run = run,
};
