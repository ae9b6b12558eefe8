/* dbalign test: runs the tests of the changes that the database has. */
#include "cmd/dbalign_run.h"
#include "migrate/admit.h"
#include "migrate/tests.h"

static const char *bundle;

static const struct option_row rows[] = {
	DBALIGN_BUNDLE_OPTION(bundle),
	{ 0 },
};

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { .bundle = bundle };
	int status = MIGRATE_DONE;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_open(&run, "test", error) ||
		!run_check_state(run.run, error) || !admit_again(run.run, error) || !run_lock(run.run, false, error) ||
		!tests_run(run.run, 1, run.run->state.number, error))
		status = dbalign_failed(error);
	status = dbalign_write_report(&run, true, status, error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign test --env qat",
	"runs all tests on QAT",
	NULL,
};

const struct command command_test = {
	.name = "test",
	.usage = "[OPTION]...",
	.brief = "run the tests of the changes that the database has",
	.summary = "Runs the files of test/ of all changes that the database has, each in a transaction that is rolled back.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_CHANGES_EACH,
	.run = run,
};
