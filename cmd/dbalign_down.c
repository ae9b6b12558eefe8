/* dbalign down: rolls changes back. */
#include "cmd/dbalign_run.h"

static struct {
	const char *to, *confirm, *release, *bundle;
	bool use_stored, any_time;
} options;

static const struct option_row rows[] = {
	{ "to", 0, "N", "end at that number; required without a release", .text = &options.to },
	DBALIGN_BUNDLE_OPTION(options.bundle),
	DBALIGN_RELEASE_OPTION(options.release),
	{ "use-stored", 0, NULL, "run the rollbacks that the registry has kept, rather than the files",
		.flag = &options.use_stored },
	{ "any-time", 0, NULL, "also outside of the environment's window", .flag = &options.any_time },
	{ "confirm", 0, "WORD", "what the environment asks to be typed", .text = &options.confirm },
	{ 0 },
};

static bool check(const GPtrArray *arguments, struct apply_options *how, GError **error)
{
	return dbalign_arguments(arguments, 0, 0, NULL, error) && (!options.to || dbalign_number(options.to, &how->to, error));
}

static int run(GPtrArray *arguments, GError **error)
{
	struct apply_options how = { .direction = DOWN,
		.to = -1,
		.use_stored = options.use_stored,
		.any_time = options.any_time,
		.release = options.release,
		.confirm = dbalign_confirm,
		.given = options.confirm };
	struct apply_report report = { 0 };
	struct dbalign_run run = { .bundle = options.bundle };
	int status;

	if (!check(arguments, &how, error) || !dbalign_open_for(&run, "down", &how, error))
		status = dbalign_failed(error);
	else
		status = dbalign_report(&run, &report, apply(run.run, &how, &report, error), error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign down --to 41 --env dev",
	"takes back what was applied after 41",
	NULL,
};

const struct command command_down = {
	.name = "down",
	.usage = "--to N [OPTION]...",
	.brief = "take changes back, down to a number",
	.summary = "Runs the rollbacks of the changes above a number, the newest first, each in one transaction with the log; the "
		   "precondition of a change must "
		   "hold again after it. The whole way is checked before the first one is begun: where a change is irreversible, "
		   "nothing is done.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_CHANGES_EACH,
	.run = run,
};
