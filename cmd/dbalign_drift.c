/* dbalign drift: whether the schema was changed outside dbalign. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/drift.h"

static int print(const struct dbalign_run *run, const char *differences, bool known, GError **error)
{
	if (dbalign.json && !dbalign_print_json(json_pack("{ss si sb ss}", "database", run->run->session->name, "number",
							run->run->state.number, "known", known, "differences", differences),
				    error))
		return MIGRATE_USAGE;
	if (!dbalign.json && *differences)
		printf("%s\n", differences);
	else if (!dbalign.json && known)
		printf("%s: the schema is what it was after %05d\n", run->run->session->name, run->run->state.number);
	if (!known)
		migrate_fail(error, MIGRATE_DRIFT,
			"%s: the schema after %05d was never recorded, so it is not known whether it has drifted; the next `dbalign "
			"apply` reads it",
			run->run->session->name, run->run->state.number);
	return *differences || !known ? MIGRATE_DRIFT : MIGRATE_DONE;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	g_autofree char *differences = NULL;
	bool known = false;
	int status;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_open(&run, "drift", error) ||
		!(differences = drift_find(run.run, &known, error)))
		status = dbalign_failed(error);
	else
		status = print(&run, differences, known, error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign drift --env prd",
	"has anybody changed PRD by hand?",
	NULL,
};

const struct command command_drift = {
	.name = "drift",
	.usage = "[OPTION]...",
	.brief = "show how the schema differs from what it was after the last change",
	.summary =
		"Compares the schema with what it was after the last change, and prints a line for each object that differs. Exit "
		"status 10 where one does.",
	.examples = examples,
	.targets = COMMAND_LOOKS_AT_EACH,
	.run = run,
};
