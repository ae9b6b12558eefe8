/* dbalign log: prints what was run in the database, and failures. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/status_report.h"

static struct {
	const char *limit;
} options;

static const struct option_row rows[] = {
	{ "limit", 'l', "COUNT", "only the last ones; 0: all; default: 20", .text = &options.limit },
	{ 0 },
};

static void print(const json_t *log)
{
	size_t i;
	json_t *item;

	json_array_foreach(log, i, item)
	{
		g_autofree char *text = dbalign_attempt(item);
		printf("%s\n", text);
	}
}

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	json_t *log = NULL;
	int limit = 20, status = MIGRATE_DONE;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || (options.limit && !dbalign_number(options.limit, &limit, error)) ||
		!dbalign_open_quickly(&run, "log", error) || !(log = log_json(run.run, limit, error)))
		status = dbalign_failed(error);
	else if (dbalign.json)
		status = dbalign_print_json(json_incref(log), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	else
		print(log);
	json_decref(log);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign log --env prd",
	"the last 20 attempts on PRD",
	NULL,
};

const struct command command_log = {
	.name = "log",
	.usage = "[OPTION]...",
	.brief = "list what was done and what failed, and why",
	.summary =
		"Lists the attempts at changes, the newest first: what was applied or taken back, what failed, where and why, by "
		"whom.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
