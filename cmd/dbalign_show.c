/* dbalign show: prints all about one change. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/status_report.h"

static void print_attempt(const json_t *attempt)
{
	g_autofree char *text = dbalign_attempt(attempt);
	size_t i;
	json_t *item;

	printf("%s\n", text);
	if (dbalign_text(attempt, "statement"))
		printf("  statement: %s\n", dbalign_text(attempt, "statement"));
	json_array_foreach(json_object_get(attempt, "assertions"), i, item) printf("  %s %d: %s%s%s: %s\n",
		dbalign_text(item, "phase"), (int)json_integer_value(json_object_get(item, "number")),
		json_is_true(json_object_get(item, "passed")) ? "true" : "FAILED", dbalign_text(item, "value") ? ", " : "",
		dbalign_text(item, "value") ? dbalign_text(item, "value") : "", dbalign_text(item, "statement"));
	json_array_foreach(json_object_get(attempt, "steps"), i, item)
		printf("  step %d %s: %s\n", (int)json_integer_value(json_object_get(item, "number")), dbalign_text(item, "state"),
			dbalign_text(item, "statement"));
	const char *key;
	json_object_foreach(json_object_get(attempt, "contract"), key, item)
		printf("  contract %s: %s\n", key, json_string_value(item) ? json_string_value(item) : "NULL");
	json_object_foreach(json_object_get(attempt, "variables"), key, item)
		printf("  variable %s: %s\n", key, json_string_value(item));
}

static void print(const json_t *all)
{
	const json_t *applied = json_object_get(all, "applied");
	size_t i;
	json_t *item;

	if (json_is_object(applied))
		printf("applied at %s by %s as %s, build %s\n", dbalign_text(applied, "applied_at"),
			dbalign_text(applied, "applied_by"),
			dbalign_text(applied, "role") ? dbalign_text(applied, "role") : "nobody",
			dbalign_text(applied, "build_sha256"));
	else
		printf("not applied\n");
	json_array_foreach(json_object_get(all, "attempts"), i, item) print_attempt(item);
	json_array_foreach(json_object_get(all, "notes"), i, item)
		printf("note of %s: %s\n", dbalign_text(item, "os_user"), dbalign_text(item, "text"));
}

static int run(GPtrArray *arguments, GError **error)
{
	struct dbalign_run run = { 0 };
	json_t *all = NULL;
	int number = 0, status = MIGRATE_DONE;

	if (!dbalign_arguments(arguments, 1, 1, "the number of a change", error) ||
		!dbalign_number(arguments->pdata[0], &number, error) || !dbalign_open_quickly(&run, "show", error) ||
		!(all = show_json(run.run, number, error)))
		status = dbalign_failed(error);
	else if (dbalign.json)
		status = dbalign_print_json(json_incref(all), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	else
		print(all);
	json_decref(all);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign show 42 --env prd",
	"what happened to change 42 on PRD?",
	NULL,
};

const struct command command_show = {
	.name = "show",
	.usage = "N [OPTION]...",
	.brief = "show all that the registry knows of a change",
	.summary = "Tells how and when a change was applied, and each attempt at it, with its assertions and their values, its "
		   "steps, what the precondition left "
		   "for the postcondition, and what operators noted.",
	.examples = examples,
	.run = run,
};
