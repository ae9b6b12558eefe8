/* dbalign verify: checks files and registry. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/admit.h"

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	int status = MIGRATE_DONE;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_open(&run, "verify", error) ||
		!run_check_state(run.run, error) || !run_check_applied(run.run, error) ||
		(run.run->state.serial && !admit_again(run.run, error)))
		status = dbalign_failed(error);
	else if (dbalign.json)
		status = dbalign_print_json(json_pack("{ss si sb}", "database", run.run->session->name, "number",
						    run.run->state.number, "good", 1),
				 error)
				 ? MIGRATE_DONE
				 : MIGRATE_USAGE;
	else
		printf("%s: %u changes are as the manifest says, %d of them as they were applied\n", run.run->session->name,
			run.project->changes->len, run.run->state.number);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign verify --env prd",
	"is what PRD has what the files say?",
	NULL,
};

const struct command command_verify = {
	.name = "verify",
	.usage = "[OPTION]...",
	.brief = "check files against the manifest and the registry",
	.summary = "Reads the bytes of all files and compares their SHA-256 with the manifest, and the manifest with what the "
		   "registry says was applied, change "
		   "by change.",
	.examples = examples,
	.targets = COMMAND_LOOKS_AT_EACH,
	.run = run,
};
