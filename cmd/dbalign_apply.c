/* dbalign apply: applies the changes that the database does not have yet. */
#include "cmd/dbalign_run.h"

static struct {
	const char *to, *confirm, *release, *bundle;
	bool dry_run, any_time, single_transaction, allow_data_loss, no_tests;
} options;

static const struct option_row rows[] = {
	{ "to", 0, "N", "end at that number; default: the last one", .text = &options.to },
	DBALIGN_BUNDLE_OPTION(options.bundle),
	DBALIGN_RELEASE_OPTION(options.release),
	{ "dry-run", 'n', NULL, "run all of it in one transaction that is rolled back", .flag = &options.dry_run },
	{ "single-transaction", '1', NULL, "run all of it in one transaction: all changes or none",
		.flag = &options.single_transaction },
	{ "allow-data-loss", 0, NULL, "run changes that say `data_loss: yes`", .flag = &options.allow_data_loss },
	{ "no-tests", 0, NULL, "do not run the files of test/ after the last change", .flag = &options.no_tests },
	{ "any-time", 0, NULL, "also outside of the environment's window", .flag = &options.any_time },
	{ "confirm", 0, "WORD", "what the environment asks to be typed", .text = &options.confirm },
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	struct apply_options how = { .direction = UP,
		.to = -1,
		.dry_run = options.dry_run,
		.single_transaction = options.single_transaction,
		.allow_data_loss = options.allow_data_loss,
		.any_time = options.any_time,
		.no_tests = options.no_tests,
		.release = options.release,
		.confirm = dbalign_confirm,
		.given = options.confirm };
	struct apply_report report = { 0 };
	struct dbalign_run run = { .bundle = options.bundle };
	int status;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || (options.to && !dbalign_number(options.to, &how.to, error)) ||
		!dbalign_open_for(&run, "apply", &how, error))
		status = dbalign_failed(error);
	else
		status = dbalign_report(&run, &report, apply(run.run, &how, &report, error), error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign apply --env qat",
	"brings QAT to the last change",
	"dbalign apply --env prd --to 42 --dry-run",
	"tries what PRD would get up to 42, and rolls it back",
	NULL,
};

const struct command command_apply = {
	.name = "apply",
	.usage = "[OPTION]...",
	.brief = "apply the changes that the database does not have yet",
	.summary = "Applies each change that the database does not have yet, in order: its precondition, its build, its "
		   "postcondition and the log in one "
		   "transaction. All of them are checked before the first one is begun. Where there is nothing to do, nothing is "
		   "done.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_CHANGES_EACH,
	.run = run,
};
