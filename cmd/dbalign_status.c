/* dbalign status: prints which changes the database has. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/status_report.h"

static struct {
	bool exit_code;
} options;

static const struct option_row rows[] = {
	{ "exit-code", 0, NULL, "exit status 13 if changes are pending", .flag = &options.exit_code },
	{ 0 },
};

enum { SHOWN = 10 };

static void print_incomplete(const json_t *stopped)
{
	size_t i;
	json_t *item;

	printf("stopped halfway: %s (%s)\n", dbalign_text(stopped, "change"), dbalign_text(stopped, "direction"));
	json_array_foreach(json_object_get(stopped, "steps"), i, item)
		printf("  step %d: %s\n", (int)json_integer_value(json_object_get(item, "number")), dbalign_text(item, "state"));
	json_array_foreach(json_object_get(stopped, "invalid_indexes"), i, item)
		printf("  index %s is invalid\n", json_string_value(item));
	printf("  `dbalign resume` goes on\n");
}

static void print(const json_t *status)
{
	const json_t *pending = json_object_get(status, "pending"), *failure = json_object_get(status, "last_failure"),
		     *running = json_object_get(status, "running");
	size_t i;
	json_t *item;

	printf("%s on %s (database %s): at %s, %zu pending\n", dbalign_text(status, "project"), dbalign_text(status, "environment"),
		dbalign_text(status, "database"), dbalign_text(status, "change") ? dbalign_text(status, "change") : "00000",
		json_array_size(pending));
	if (dbalign_text(status, "release"))
		printf("  the last release that it has taken is %s\n", dbalign_text(status, "release"));
	if (json_is_integer(json_object_get(status, "stale_drafts")))
		printf("  %d drafts were edited since: apply rolls them back first\n",
			(int)json_integer_value(json_object_get(status, "stale_drafts")));
	json_array_foreach(pending, i, item) if (i < SHOWN) printf("  %s\n", json_string_value(item));
	if (json_array_size(pending) > SHOWN)
		printf("  and %zu more\n", json_array_size(pending) - SHOWN);
	if (json_is_object(running))
		printf("running: %s, by %s/%d\n", dbalign_text(running, "change"), dbalign_text(running, "client_host"),
			(int)json_integer_value(json_object_get(running, "client_pid")));
	if (json_is_object(json_object_get(status, "incomplete")))
		print_incomplete(json_object_get(status, "incomplete"));
	if (json_is_object(failure)) {
		g_autofree char *text = dbalign_attempt(failure);
		printf("last failure: %s\n", text);
	}
}

static int conclude(json_t *status, GError **error)
{
	bool pending = json_array_size(json_object_get(status, "pending")),
	     stopped = json_is_object(json_object_get(status, "incomplete"));

	if (!dbalign.json) {
		print(status);
		json_decref(status);
	} else if (!dbalign_print_json(status, error)) {
		return MIGRATE_USAGE;
	}
	return stopped ? MIGRATE_INCOMPLETE : options.exit_code && pending ? MIGRATE_PENDING : MIGRATE_DONE;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	json_t *status = NULL;
	int result;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !dbalign_open(&run, "status", error) ||
		!run_check_state(run.run, error) || !(status = status_json(run.run, error)))
		result = dbalign_failed(error);
	else
		result = conclude(status, error);
	dbalign_close(&run);
	return result;
}

static const char *const examples[] = {
	"dbalign status --env prd",
	"at which change is PRD?",
	"dbalign status --env qat --exit-code",
	"for scripts: exit status 13 if changes are pending",
	NULL,
};

const struct command command_status = {
	.name = "status",
	.usage = "[OPTION]...",
	.brief = "show where the database is, and which changes are pending",
	.summary = "Tells the last change that the database has, the changes that are to be applied, who works at it, what stopped "
		   "in its middle, and the last "
		   "failure where nothing was applied since.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_LOOKS_AT_EACH,
	.run = run,
};
